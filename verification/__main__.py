"""Run the checks by name, all of them by default: `python -m verification [NAME …]`.

Prints a line for each with pass or fail, and exits with status 1 if one failed.
"""

from __future__ import annotations

import importlib
import sys
import time
import traceback

CHECKS = {
    "kinetics": "concentrations, blockade and an independent solver",
    "engine_accuracy": "the time grid against SciPy at tight tolerance",
    "response": "response over the first week against publication",
    "dissociation": "CADSS at 40 minutes against publication",
    "mechanism_table": "what each mechanism predicts, computed three ways",
    "dependence": "adaptation and withdrawal on repeated dosing",
    "estimators": "type I error and coverage",
    "stopping": "operating characteristics of the stopping rule",
    "inference": "are mechanisms recovered, and posteriors calibrated",
}


def main(names: list[str]) -> int:
    """Run the named checks and return 0 if all passed."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"no check named {', '.join(unknown)}; there are:", file=sys.stderr)
        print("\n".join(f"  {name:16} {about}" for name, about in CHECKS.items()), file=sys.stderr)
        return 2
    failed = []
    for name in names or CHECKS:
        began = time.perf_counter()
        try:
            status = importlib.import_module(f"verification.{name}").main()
        except Exception:  # a check that cannot be run has failed; the others still count
            traceback.print_exc()
            status = 1
        print(
            f"{'FAIL' if status else 'pass'}  {name:16} {CHECKS[name]} ({time.perf_counter() - began:.0f} s)",
            flush=True,
        )
        if status:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
