"""One file per program that solves KNX-1.

A program is a module with

    TITLE             how tables name it
    DISTRIBUTIONS     packages whose versions are recorded
    PEOPLE            how many people make a run of some seconds on one core
    prepare()         imports, builds and compiles; returns `solve(parameters, doses) -> outputs`

`solve` takes parameters [person, 8] and naltrexone doses [person, period], and returns an array
[person, 24, 3].  Adding a program is adding a file and naming it in `benchmarks.peers`.
"""
