"""Fig. 6 of the paper in NumPy.

Reads the points that fig6.rs prints, up to an empty line. Prints the version of NumPy and, on a second line, the key rates at those
points. Then answers each line, a number of figures, with the mean time of one figure in milliseconds.

All points are computed together, which takes half the time of one curve after another: a grid of 64 bandwidths, then 40 steps of
golden-section search around the best of them.
"""

import csv
import sys
import time
from statistics import NormalDist

import numpy as np

# The paper, tables 1 and 2.
LIGHT_M_S = 299_792_458.0
SIGMA_F = 2 * np.pi * 50e9
P_D = 0.99
WINDOW_TIMES_BANDWIDTH = np.sqrt(2) * NormalDist().inv_cdf((1 + P_D) / 2)  # 2 erf⁻¹(p_d)
PHOTONS_PER_BIT = 1e3
ISOLATION = 1e-7
DARK_COUNTS_HZ = 2 * 20e3
EFFICIENCY = 0.1
AFTERPULSING = 0.02
REPETITION_RATE_HZ = 1e9
F_EC = 1.2
ALPHA_DB_KM = {"C": 0.2, "O": 0.35}
RAMAN = {"C": 1.5e-9, "O": 0.0}
CHANNEL_WIDTH_NM = 1550.0**2 * SIGMA_F / (2 * np.pi * LIGHT_M_S * 1e9)

GRID = np.log(SIGMA_F) + np.linspace(np.log(1e-6), np.log(1e3), 64)
STEPS = 40
GOLDEN = (np.sqrt(5) - 1) / 2


def fibre(alpha_db_km, raman, bit_rate, length_km):
    """Transmittance, and rate of noise clicks."""
    alpha = alpha_db_km * np.log(10) / 10
    transmittance = np.exp(-alpha * length_km)
    received = PHOTONS_PER_BIT * bit_rate
    scattered = received * raman * CHANNEL_WIDTH_NM * (length_km + np.sinh(alpha * length_km) / alpha)
    crosstalk = received * ISOLATION * (1 + 1 / transmittance)
    return transmittance, EFFICIENCY * (scattered + crosstalk) + DARK_COUNTS_HZ


def key_rate(ln_sigma, transmittance, noise_hz):
    sigma = np.exp(ln_sigma)
    p_f = SIGMA_F / np.sqrt(sigma * sigma + SIGMA_F * SIGMA_F)
    tau = WINDOW_TIMES_BANDWIDTH / (sigma * p_f)
    p_sign = p_f * (P_D * EFFICIENCY * transmittance)
    p_noise = np.minimum(tau * noise_hz + p_sign * AFTERPULSING, 1)
    p_acc = p_sign + (1 - p_sign) * p_noise
    qber = (2 - p_sign) * p_noise / (4 * p_acc)
    entropy = -(qber * np.log(qber) + (1 - qber) * np.log1p(-qber)) / np.log(2)
    return REPETITION_RATE_HZ * p_acc * (1 - (1 + F_EC) * entropy)


def figure(alpha_db_km, raman, bit_rate, length_km):
    """Largest key rate at each of the points."""
    at = fibre(alpha_db_km, raman, bit_rate, length_km)
    best = np.argmax(key_rate(GRID[:, None], *at), axis=0).clip(1, len(GRID) - 2)
    a, d = GRID[best - 1], GRID[best + 1]
    b, c = d - GOLDEN * (d - a), a + GOLDEN * (d - a)
    at_b, at_c = key_rate(b, *at), key_rate(c, *at)
    for _ in range(STEPS):
        left = at_b > at_c
        a, d = np.where(left, a, b), np.where(left, c, d)
        new = np.where(left, d - GOLDEN * (d - a), a + GOLDEN * (d - a))
        at_new = key_rate(new, *at)
        b, c = np.where(left, new, c), np.where(left, b, new)
        at_b, at_c = np.where(left, at_new, at_c), np.where(left, at_b, at_new)
    return np.maximum(at_b, at_c)


def main():
    points = list(csv.DictReader(iter(sys.stdin.readline, "\n")))
    alpha_db_km = np.array([ALPHA_DB_KM[point["band"]] for point in points])
    raman = np.array([RAMAN[point["band"]] for point in points])
    bit_rate, length_km = (np.array([float(point[name]) for point in points]) for name in ("bit_rate", "length_km"))

    print("NumPy", np.__version__)
    print(figure(alpha_db_km, raman, bit_rate, length_km).tolist(), flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(line)):
            figure(alpha_db_km, raman, bit_rate, length_km)
        print(1e3 * (time.perf_counter() - start) / int(line), flush=True)


main()
