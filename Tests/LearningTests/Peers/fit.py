"""The same fit by scipy.optimize, for the tests: reads a problem as JSON from a file,
prints the answer as JSON.

The model is one node, stepped exactly; the standard errors are those of independent errors.
"""

import json
import sys

import numpy
from scipy import optimize, stats

with open(sys.argv[1], encoding="utf-8") as file:
    problem = json.load(file)
runs = [numpy.array(run, dtype=float) for run in problem["runs"]]  # t, cells, power, ambient
fits_ambient = problem["fitsAmbient"]


def residuals(parameters):
    capacity, loss = numpy.exp(parameters[:2])
    ambient = parameters[2] if fits_ambient else None
    starts = parameters[3 if fits_ambient else 2 :]
    left = []
    for run, start in zip(runs, starts):
        shown = start
        left.append(shown - run[0, 1])
        for now, later in zip(run, run[1:]):
            around = ambient if fits_ambient else (now[3] + later[3]) / 2
            end = around + now[2] / loss
            shown = end + (shown - end) * numpy.exp(-(later[0] - now[0]) * loss / capacity)
            left.append(shown - later[1])
    return numpy.array(left)


start = [numpy.log(problem["capacity"]), numpy.log(problem["loss"])]
if fits_ambient:
    start.append(problem["ambient"])
start += [run[0, 1] for run in runs]
found = optimize.least_squares(residuals, start, method="lm", xtol=1e-14, ftol=1e-14, gtol=1e-14)
freedom = len(found.fun) - len(found.x)
covariance = numpy.linalg.inv(found.jac.T @ found.jac) * (found.fun**2).sum() / freedom
json.dump(
    {
        "values": found.x.tolist(),
        "standardErrors": numpy.sqrt(numpy.diag(covariance)).tolist(),
        "sumOfSquares": float((found.fun**2).sum()),
        "quantiles": [float(stats.t.ppf(0.975, freedom)) for freedom in problem["freedoms"]],
    },
    sys.stdout,
)
