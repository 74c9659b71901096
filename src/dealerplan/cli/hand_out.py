"""`dealerplan hand-out`."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Context, Option

from dealerplan.cli.screen import Screen, screen_of
from dealerplan.errors import UsageError
from dealerplan.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerplan.app.hand_out import HandOut, StorePack
    from dealerplan.app.hand_out_folder import Folder
    from dealerplan.app.session import Session
    from dealerplan.app.workspace import Workspace
    from dealerplan.cli.writing import Writers
    from dealerplan.view.grid import Grid

FOR = ("stores", "regions")


def command(
    ctx: Context,
    month: Annotated[
        str | None, Argument(metavar="MONTH", help="the month (default: the last that half of the stores reported)")
    ] = None,
    to: Annotated[str | None, Option("--to", metavar="DIR", help="a new folder, or this month's of before")] = None,
    whom: Annotated[str | None, Option("--for", metavar="stores|regions", help="only these packs")] = None,
    plan: Annotated[str | None, Option("--plan", metavar="PLAN", help="where plans are of several groups")] = None,
    format: Annotated[
        str, Option("--format", metavar="FORMAT", help="of reports: html docx xlsx text; a,b or all")
    ] = "html",
) -> None:
    """Write a pack for each store of a group, and for each region.

    A store's has its report, next month's form and its plan, nothing of others.
    """
    from dealerplan.app.group import the_group
    from dealerplan.app.hand_out import prepare
    from dealerplan.app.hand_out_folder import Folder
    from dealerplan.app.workspace import choose
    from dealerplan.cli.options import choice, optional_month
    from dealerplan.cli.writing import Writers, formats_of

    screen = screen_of(ctx)
    if not (to or "").strip():
        raise UsageError(say("where to is missing"), say("name a folder: --to packs"))
    kinds = FOR if whom is None else (choice(whom, FOR, "--for"),)
    writers = Writers(formats_of(format, None), screen.lang, None, None)
    session = screen.reading_session()
    workspace = screen.workspace(session)
    of = the_group(workspace, choose(workspace, [plan] if plan else [], None))
    out = prepare(session, workspace, of, optional_month(month))
    folder = Folder(Path(to or ""), session, {"plan": of.plan.id, "month": str(out.month)})
    if "stores" in kinds:
        _stores(screen, session, workspace, out, folder, writers)
    if "regions" in kinds:
        _regions(screen, session, out, folder)
    for kind in kinds:
        if left := folder.left(kind):
            screen.note(say("of an earlier hand-out, and not written again: {files}", files=left[:SHOWN]))


SHOWN = 5  # files that are named


def _stores(
    screen: Screen, session: Session, workspace: Workspace, out: HandOut, folder: Folder, writers: Writers
) -> None:  # fmt: skip
    """A folder for each store."""
    from dealerplan.app.hand_out import named_in_plan, store_packs

    if stores := named_in_plan(out):
        labels = [store.label for store in stores[:SHOWN]]
        screen.note(say("warning: {plan} names {stores}, and every store gets its text",
                        plan=out.of.plan.path, stores=labels))  # fmt: skip
    number, form = 0, _form_writer(screen)
    for pack in store_packs(session, workspace, out):
        folder.write(folder.place / "stores" / pack.store.id, _files(pack, out, writers, form))
        number += 1
    _done(screen, folder, "stores", number, out)


def _files(
    pack: StorePack, out: HandOut, writers: Writers, form: tuple[str, Callable[[Grid], bytes]]
) -> dict[str, bytes]:  # fmt: skip
    from dealerplan.cli.writing import ending

    files = {f"{pack.plan.id}.yaml": pack.plan.text.encode()}
    if pack.report is not None:
        for name, content in zip(writers.names, writers.contents([pack.report]), strict=True):
            files[f"report-{out.month}.{ending(name)}"] = content
    if pack.form is not None:
        kind, write = form
        files[f"form-{out.next}.{kind}"] = write(pack.form)
    return files


def _form_writer(screen: Screen) -> tuple[str, Callable[[Grid], bytes]]:
    """How forms are written: as workbooks, or as CSV where the library of those is missing."""
    from dealerplan.render.csv import grid_csv
    from dealerplan.render.formats import grid_writer

    try:
        write = grid_writer()
    except UsageError:
        return "csv", lambda grid: grid_csv(grid, screen.lang).encode("utf-8-sig")

    def workbook(grid: Grid) -> bytes:
        out = BytesIO()
        write(grid, out, screen.lang)
        return out.getvalue()

    return "xlsx", workbook


def _regions(screen: Screen, session: Session, out: HandOut, folder: Folder) -> None:
    """A folder for each region."""
    from dealerplan.app.hand_out import folders, regions
    from dealerplan.render.csv import render_csv
    from dealerplan.render.html.group import write
    from dealerplan.render.json import render_json
    from dealerplan.view.region_pack import REGION_HEADS, STORE_HEADS, RegionPacks

    packs, found = RegionPacks(out.card), regions(out)
    names = folders(list(found))
    for region, stores in session.watch(found.items()):
        files = {
            "group.html": write(packs.site(region, stores), screen.lang),
            "group.json": f"{render_json(packs.payload(region, stores))}\n".encode(),
            "stores.csv": render_csv([*packs.store_rows(stores)], STORE_HEADS).encode("utf-8-sig"),
            "regions.csv": render_csv([*packs.region_rows()], REGION_HEADS).encode("utf-8-sig"),
        }
        folder.write(folder.place / "regions" / names[region], files)
    _done(screen, folder, "regions", len(found), out)


def _done(screen: Screen, folder: Folder, kind: str, number: int, out: HandOut) -> None:
    fills = {"folder": folder.place / kind, "number": number, "month": out.month}
    screen.done(say("{folder}: {month}, packs written: {number}", **fills))
