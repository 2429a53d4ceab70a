"""Times one optimised key rate with decoy states and a finite key in tno.quantum.communication.qkd_key_rate.

Install the package (and nothing else) in its own virtual environment, then run this script with its Python:

    python -m venv /tmp/tno && /tmp/tno/bin/pip install tno.quantum.communication.qkd_key_rate==2.0.4
    /tmp/tno/bin/python tests/bench/tno_point.py [RUNS]

The point is the one in the package's documentation: two decoy intensities, 10¹² pulses, 0.2 dB. Each evaluation of its objective
solves three linear programmes; the maximum over intensities and probabilities is searched with finite differences.
"""

import sys
import time
from importlib.metadata import version

from tno.quantum.communication.qkd_key_rate.quantum import standard_detector
from tno.quantum.communication.qkd_key_rate.quantum.bb84 import BB84FiniteKeyRateEstimate

DETECTOR = standard_detector.customise(dark_count_rate=1e-8, polarization_drift=0, error_detector=0.1, efficiency_party=1)


def point():
    estimate = BB84FiniteKeyRateEstimate(detector=DETECTOR, number_of_pulses=int(1e12), number_of_decoy=2)
    return estimate.optimize_rate(attenuation=0.2)


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print("tno.quantum.communication.qkd_key_rate", version("tno.quantum.communication.qkd_key_rate"))
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        _, rate = point()
        seconds.append(time.perf_counter() - start)
    print(f"{rate:.5f} bit/pulse; best of {runs}: {min(seconds):.2f} s, slowest {max(seconds):.2f} s")


main()
