"""Drawings of the evidence: appeals to it beside what is given, and what a source tells about itself."""

import pandas as pd

from claimscape import theme
from claimscape.charts.dress import Words, bar, columns, dressed, each, empty, gap, note, overhang, rows, top
from claimscape.charts.sheet import Chart, Sheet
from claimscape.charts.text import cells, count, joined, listed, narrowed, of, plain, safe, sampled, unit_labels, units, who

Frame = pd.DataFrame
MEASURES = {
    "vague": ("Vague appeals (“studies show”)", theme.SUPPORT["vague"]),
    "references": ("References listed", theme.SUPPORT["named"]),
    "tied": ("Claims tied to a reference", theme.SUPPORT["cited"]),
}
STATES = {
    "found": ("✓", theme.Style("found", "#1a7f37", "circle", "")),
    "not found": ("✗", theme.Style("not found in the text", "#c44e2c", "x", "")),
    "cannot tell": ("?", theme.Style("cannot tell", theme.OUTLINE, "diamond", "")),
}

_NO_SENTENCE = {
    "found": "told with the document, by no sentence of its text",
    "not found": "the text was searched; there is no sentence to open",
    "cannot tell": "no sentence decides it",
}


@Chart
def evidence_audit(frame: Frame) -> Sheet:
    """Three bars a source, side by side: vague appeals to evidence, references listed, claims tied to a reference."""
    if frame.empty:
        return empty("evidence_audit", frame, "No source is left by the filters.")
    shown, cut = top(frame, "unit", theme.ROWS)
    figure = Sheet()
    most = max(int(shown[list(MEASURES)].to_numpy().max()), 1)
    for number, (name, (title, look)) in enumerate(MEASURES.items()):
        axis = "" if number == 0 else str(number + 1)
        figure.add_bar(
            x=shown[name],
            y=list(range(len(shown))),
            xaxis=f"x{axis}",
            orientation="h",
            text=shown[name],
            customdata=[[pick] for pick in shown[f"{name}_pick"]],
            hovertext=[f"<b>{safe(row.source)}</b><br>{title}: {getattr(row, name)}" for row in each(shown)],
            **bar(
                look, name=title, textposition="outside", cliponaxis=False, outsidetextfont={"size": theme.TEXT, "weight": 700}
            ),
        )
        domain = [number / 3, (number + 0.86) / 3]
        line = {"zeroline": True, "zerolinecolor": theme.LIGHT_PAGE.axis, "showticklabels": False, "showgrid": False}
        figure.update_layout({f"xaxis{axis}": line | {"domain": domain, "range": [0, most * 1.15], "anchor": "y"}})
        look_of_title = {"font": {"size": theme.TEXT, "color": theme.LIGHT_PAGE.ink}, "xref": f"x{axis} domain"}
        note(figure, title, 0, 1, **look_of_title)
    left = rows(figure, unit_labels(shown), 30)
    figure.update_layout(bargap=gap(len(shown)))
    return dressed(figure, "evidence_audit", _audit_words(frame, cut), frame, {"l": left, "t": 30, "b": 8})


def _audit_words(frame: Frame, cut: str) -> Words:
    vague, given, tied = (int(frame[name].sum()) for name in MEASURES)
    with_list, n = int(frame["listing"].sum()), int(frame["size"].sum())
    appeals = f"{count(vague, 'vague appeal')} to evidence"
    title = f"{appeals} against {count(given, 'reference')}, listed by {of(with_list, n)}"
    if vague > given:
        title = f"More vague appeals to evidence than references, {vague:,} against {given:,}; {who(with_list, n, 'list')} any"
    title += f"; {count(tied, 'claim')} tied to one" if tied else "; no claim tied to one"
    if not given:
        title = f"{appeals}, not one reference" if vague else "No appeal to evidence and no reference"
    subtitle = joined(
        "Every appeal counts, also two in one sentence; tied: the sentence itself gives the reference"
        + ("; references are those of the whole source" if frame.attrs.get("narrowed") else ""),
        narrowed(frame),
        sampled(frame),
        cut and f"{cut} {units(frame)}",
    )
    lines = [f"{plain(row.source)}: {row.vague} vague, {row.references} references, {row.tied} tied" for row in each(frame)]
    return Words(title, subtitle, "Bars by source. " + "; ".join(lines[: theme.ROWS]) + ".")


@Chart
def checklist(frame: Frame) -> Sheet:
    """Sources by items: tick, cross or question mark, each opening the sentence that decided, if one did; no total."""
    if frame.empty:
        return empty("checklist", frame, "No source is left by the filters.")
    shown, cut = top(frame, "doc_id", theme.ROWS)
    sources = {name: place for place, name in enumerate(shown["doc_id"].drop_duplicates())}
    items = {name: place for place, name in enumerate(shown["item"].drop_duplicates())}
    figure = Sheet()
    for state, (sign, look) in STATES.items():
        part = shown[shown["state"] == state]
        figure.add_scatter(
            x=[items[name] for name in part["item"]],
            y=[sources[name] for name in part["doc_id"]],
            mode="markers+text",
            marker={"size": 21 if len(sources) <= 16 else 14, "symbol": "circle", "color": look.color, "opacity": 1},
            text=[sign] * len(part),
            textfont={
                "color": theme.text_on(look.color),
                "size": theme.TEXT if len(sources) <= 16 else theme.SMALL,
                "weight": 700,
            },
            customdata=[[pick] for pick in part["pick"]],
            hovertext=[_check_hover(row, look.label) for row in each(part)],
            hoverinfo="text",
            name=f"{sign} {look.label}",
        )
    left = rows(figure, list(shown.drop_duplicates("doc_id")["source"]), 30)
    names, room = list(shown.drop_duplicates("item")["label"]), theme.WIDTH - left - 32
    above, right = columns(figure, names, room), overhang(names, room)
    figure.update_layout(showlegend=True)
    return dressed(figure, "checklist", _checklist_words(frame, cut), frame, {"l": left, "t": above, "r": right, "b": 8})


def _check_hover(row: tuple[object, ...], label: str) -> str:
    said = plain(getattr(row, "quote", ""))
    words = safe(said if cells(said) < 90 else said[:88] + "…")
    about = f"“{words}”" if said else _NO_SENTENCE[str(getattr(row, "state", ""))]
    return f"<b>{safe(getattr(row, 'source', ''))}</b><br>{safe(getattr(row, 'label', ''))}: {label}<br>{about}"


def _checklist_words(frame: Frame, cut: str) -> Words:
    n = frame["doc_id"].nunique()
    found = frame[frame["state"] == "found"].groupby("label").size().reindex(frame["label"].drop_duplicates(), fill_value=0)
    never = [str(name) for name, k in found.items() if k == 0]
    always = [str(name) for name, k in found.items() if k == n]
    where = f"Found in none of the {n} sources" if n > 1 else "Not found in this source"
    title = f"{where}: {listed(never, 3)}" if never else "Every item is found in some source"
    if always and not never:
        title = f"Found in every source: {listed(always, 3)}"
    subtitle = joined(
        "Items after JAMA and DISCERN; ✗ is “not found in the text”, and there is no total score", sampled(frame), cut
    )
    lines = "; ".join(f"{name}: {of(int(k), n)}" for name, k in found.items())
    return Words(title, subtitle, f"Checklist of sources. Found: {lines}.")
