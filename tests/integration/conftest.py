"""Names the tests here share."""

from tests.conftest import Finished

__all__ = ["Finished"]
