"""A mistake the user can mend, in the words of the command line, in place of what it prevented."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from claimscape.errors import ClaimscapeError


@contextmanager
def explained() -> Iterator[None]:
    """Every ClaimscapeError inside is shown as plain text; nothing of it is read as markup."""
    try:
        yield
    except ClaimscapeError as fault:
        with st.container(border=True, key="claimscape-fault"):
            st.subheader("This cannot be shown")
            st.text(str(fault))
