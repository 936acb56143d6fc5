"""`python -m assistant.cli`: the same as `planfraga`."""

import sys

from assistant.cli import main

sys.exit(main())
