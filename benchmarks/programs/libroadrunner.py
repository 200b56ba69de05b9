"""libRoadRunner: the model as SBML, compiled by LLVM, solved by CVODE."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks import knx1

TITLE = "libRoadRunner (CVODE)"
DISTRIBUTIONS = ("libroadrunner", "antimony", "numpy")
PEOPLE = 4_000

STATES = ("C", "P", "T", "M", "G", "X", "Y", "U", "V", "Z", "I")
PARAMETERS = ("CL", "V1", "CLM", "CLX", "ka", "EC50", "kout", "Emax")


def model() -> str:
    """The workload in Antimony."""
    k = knx1
    return f"""
    model knx1
      CL = 80; V1 = 20; CLM = 60; CLX = 210; ka = 1.5; EC50 = 0.03; kout = 0.004; Emax = 20; rate = 0
      {"; ".join(f"{name} = 0" for name in STATES)}
      a := C/V1/{k.KI_A} + M/{k.V_N}/{k.KI_N}
      bX := {k.FU_X}*X/{k.V_X}/{k.KI_X}
      bY := {k.FU_Y}*Y/{k.V_Y}/{k.KI_Y}
      q := a/(1 + a + bX + bY)
      lift := (0.5*(q + abs(q)))^{k.GAM}
      C' = rate - (CL + {k.Q2} + {k.Q3})/V1*C + {k.Q2}/{k.V2}*P + {k.Q3}/{k.V3}*T
      P' = {k.Q2}/V1*C - {k.Q2}/{k.V2}*P
      T' = {k.Q3}/V1*C - {k.Q3}/{k.V3}*T
      M' = {k.FM_N}*CL/V1*C - CLM/{k.V_N}*M
      G' = -ka*G
      X' = {k.F_X}*ka*G - CLX/{k.V_X}*X
      cleared := CLX/{k.V_X}*X
      Y' = {k.F_Y}*ka*G + {k.FM_Y}*cleared - {k.CL_Y}/{k.V_Y}*Y
      U' = {k.KD}*(lift/(EC50^{k.GAM} + lift) - U)
      V' = {k.KT}*(U - V)
      Z' = {k.KIN}*V*(1 - Z) - kout*Z
      I' = {k.KEFF}*(Emax*Z/({k.S50} + Z) - I)
    end
    """


def prepare() -> Callable[[knx1.Array, knx1.Array], knx1.Array]:
    """Compile the model."""
    import antimony
    import roadrunner

    antimony.clearPreviousLoads()
    if antimony.loadAntimonyString(model()) < 0:
        raise RuntimeError(antimony.getLastError())
    runner = roadrunner.RoadRunner(antimony.getSBMLString("knx1"))
    runner.setIntegrator("cvode")
    runner.integrator.setValue("relative_tolerance", knx1.RTOL)
    runner.integrator.setValue("absolute_tolerance", knx1.ATOL)
    runner.integrator.setValue("maximum_num_steps", 100_000)
    runner.timeCourseSelections = ["time", "C", "q", "I"]
    core = runner.model
    pieces = knx1.segments()

    def solve(parameters: knx1.Array, doses: knx1.Array) -> knx1.Array:
        found = np.empty((len(parameters), len(knx1.TIMES), knx1.N_OUTPUTS))
        for person, p in enumerate(parameters):
            for name in STATES:
                core[name] = 0.0
            for name, value in zip(PARAMETERS, p, strict=True):
                core[name] = value
            visit = 0
            for start, end, rate, dosed, visits in pieces:
                if dosed >= 0:
                    core["G"] = core["G"] + doses[person, dosed]
                core["rate"] = rate
                clock = [t - start for t in ([start, *visits] if end in visits else [start, *visits, end])]
                course = runner.simulate(times=clock)
                for row in course[1 : 1 + len(visits)]:
                    found[person, visit] = row[1] / p[1], row[2], row[3]
                    visit += 1
        return found

    return solve
