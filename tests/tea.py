"""Short documents on tea, a codebook for them, and work that dies of some; imported by workers, so it imports little."""

import os
import signal
from pathlib import Path

from claimscape import codebook, sources
from claimscape.coding import Coder
from claimscape.engines import ENGINES, Crew
from claimscape.parts import Batch, Part, Work

CODEBOOK = """
title: Tea
version: '1'
subject: [tea]
topics:
  sleep: {label: Sleep, about: how it helps to sleep, any: [sleep]}
claims:
  wakes: {label: Tea wakes, type: effect, any: [tea NEAR/4 awake]}
risks:
  nausea: {label: Nausea, any: [nausea]}
cues:
  hedged: [may]
  vague_attribution: [studies show]
"""
TEXT = "Tea keeps people awake. Studies show that {} cups may cause nausea (Smith, 2019).\n\nSleep is better without it.\n"


class Deadly(Work):
    """Ends the worker at some documents: at "once" until a file says that it has, at "always" every time; stays at "ever"."""

    def __call__(self, batch: Batch) -> Part:
        for document in batch.read()[0]:
            mark = Path(self.folder) / "died"
            if "always" in document.text or ("once" in document.text and not mark.exists()):
                mark.write_text("")
                os.kill(os.getpid(), signal.SIGKILL)
            while "ever " in document.text:
                signal.pause()
        return super().__call__(batch)


def documents(folder: Path, count: int) -> Path:
    """The folder `seeds` in this one, with so many short documents and their codebook."""
    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / "codebook.yaml").write_text(CODEBOOK, "utf-8")
    for number in range(count):
        (seeds / f"d{number:02}.txt").write_text(TEXT.format(number), "utf-8")
    return seeds


def parts_of(folder: Path, kind: type[Work], crew: Crew, most: int) -> list[Part]:
    """The parts of `seeds`, so many documents in each, coded by work of this kind."""
    (folder / "parts").mkdir(exist_ok=True)
    work = kind(Coder(codebook.load(folder / "seeds/codebook.yaml")), "0" * 64, str(folder / "parts"))
    batches = sources.source(folder / "seeds").batches(most, 1000)
    return [part for _, part in sorted(ENGINES[crew.engine](work, batches, crew))]
