//! The published runs.

use super::{Run, RunKind, RunModel};

const LUCAMARINI: Run = Run {
    name: "",
    kind: RunKind::Experiment,
    model: RunModel::Link { length_km: 0.0 },
    published_bit_s: 0.0,
    source: "M. Lucamarini et al., Opt. Express 21, 24550 (2013), arXiv:1310.0240; rates and parameters as quoted by a public reproduction (GitHub, \"T12 2013 Paper Reproduction Simulator\")",
    given: "bitrate=0&iso_for=0&iso_back=0&detector=custom&dark=21000&eff=0.205&afterpulse=0.0525&rate=1e9&source=wcp&nu2=0.001&key=finite&eps_sec=1e-10",
    chosen: "alpha=0.2&loss=2.6&misalign=0.013&fec=1.1&window=open&analysis=two_decoy&events=5e9",
    remark: "Dark counts are 2.1e-5 per gate, so the window is the gate; they are taken for each of the two detectors. The misalignment is such that the QBER at 50 km is the reported 4.26 %; Bob's loss is that of the reproduction. The other intensities, all fractions and p_Z are optimal: with those of the authors (0.425 and 0.044; 1/128 and 1/256; 15/16) the analysis used here gives no key, for they bound the errors of single photons otherwise.",
};

const MAO: Run = Run {
    name: "",
    kind: RunKind::Experiment,
    model: RunModel::Link { length_km: 66.0 },
    published_bit_s: 0.0,
    source: "Y. Mao et al., Opt. Express 26, 6010 (2018), arXiv:1709.10046, abstract",
    given: "",
    chosen: "quantum=1310&fibre=measured&iso_for=0&iso_back=0&detector=custom&dark=500&eff=0.1&afterpulse=0.01&rate=625e6&source=wcp&misalign=0.01&loss=5",
    remark: "3.6 Tbit/s at 21 dBm are one channel here, with the 13060 photons per bit that arrive at 0.2 dB/km. The abstract gives no parameter of the device: only the order of magnitude can be compared. Isolation is perfect here; the Raman scattering from the C into the O band follows from the gain of the fibre.",
};

const ONE_DECOY: Run = Run {
    name: "",
    kind: RunKind::Program,
    model: RunModel::Link { length_km: 100.0 },
    published_bit_s: 0.0,
    source: "GitHub, jankhg/Quantum-key-distribution-secure-key-rate-simulation-1-decoy-BB84, after arXiv:2405.16578 (Wiesemann et al.); its formulas with the improved sampling bound, evaluated separately",
    given: "",
    chosen: "",
    remark: "Another program, not a measurement; both were given the same parameters. It divides its failure probability by 15 where Rusca et al. have 19, and leaves the vacuum events out.",
};

/// The published runs, in the order in which they are shown.
pub static RUNS: [Run; 11] = [
    Run {
        name: "Lucamarini 2013, 35 km",
        model: RunModel::Link { length_km: 35.0 },
        published_bit_s: 2.20e6,
        ..LUCAMARINI
    },
    Run {
        name: "Lucamarini 2013, 50 km",
        model: RunModel::Link { length_km: 50.0 },
        published_bit_s: 1.09e6,
        ..LUCAMARINI
    },
    Run {
        name: "Lucamarini 2013, 65 km",
        model: RunModel::Link { length_km: 65.0 },
        published_bit_s: 0.40e6,
        ..LUCAMARINI
    },
    Run {
        name: "Lucamarini 2013, 80 km",
        model: RunModel::Link { length_km: 80.0 },
        published_bit_s: 0.12e6,
        ..LUCAMARINI
    },
    Run {
        name: "Mao 2018, co-propagating",
        published_bit_s: 4.5e3,
        given: "band=O&channels=C32f3600Gx13060&filter=20e9",
        ..MAO
    },
    Run {
        name: "Mao 2018, counter-propagating",
        published_bit_s: 5.1e3,
        given: "band=O&channels=C32b3600Gx13060&filter=20e9",
        ..MAO
    },
    Run {
        name: "One-decoy program, 1e7 sifted bits",
        published_bit_s: 194_299.70,
        chosen: "bitrate=0&iso_for=0&iso_back=0&alpha=0.2&detector=custom&dark=1000&eff=0.2&afterpulse=0&rate=1e9&misalign=0.01&fec=1.16&window=open&source=wcp&analysis=one_decoy&mu=0.5&nu1=0.15&p_signal=0.7&key=finite&events=12345679.0123&pz=0.9&eps_sec=1e-9&eps_cor=1e-15",
        ..ONE_DECOY
    },
    Run {
        name: "One-decoy program, 1e9 sifted bits",
        published_bit_s: 249_149.86,
        chosen: "bitrate=0&iso_for=0&iso_back=0&alpha=0.2&detector=custom&dark=1000&eff=0.2&afterpulse=0&rate=1e9&misalign=0.01&fec=1.16&window=open&source=wcp&analysis=one_decoy&mu=0.5&nu1=0.15&p_signal=0.7&key=finite&events=1234567901.23&pz=0.9&eps_sec=1e-9&eps_cor=1e-15",
        ..ONE_DECOY
    },
    Run {
        name: "Boaron 2018, 200 km",
        kind: RunKind::Experiment,
        model: RunModel::Link { length_km: 200.0 },
        published_bit_s: 1.5e3,
        source: "A. Boaron et al., Appl. Phys. Lett. 112, 171108 (2018), abstract and first page, as reproduced by 123dok.net",
        given: "rate=2.5e9&protocol=three_state&source=wcp&analysis=one_decoy&key=finite",
        chosen: "bitrate=0&iso_for=0&iso_back=0&alpha=0.2&detector=custom&detector_mode=free_running&dark=1&eff=0.1&afterpulse=0.022&deadtime=20e-6&misalign=0.01&fec=1.16&events=1e7&dispersion=17&dispersion_residual=0.1&jitter=50e-12",
        remark: "Three states, time bins, one decoy and 2.5 GHz are in the text that could be read, and that the fibre is a standard one; what detectors there were, and what block, is not. Chosen are the cooled photodiodes that the same group had published before (Korzh 2014), and a block of 1e7 detections: only the order of magnitude can be compared.",
    },
    Run {
        name: "Korzh 2014",
        kind: RunKind::Experiment,
        model: RunModel::Cow { loss_db: 30.0 },
        published_bit_s: 350.0,
        source: "B. Korzh et al., Appl. Phys. Lett. 104, 081108 (2014), abstract; that this system is COW: N. Walenta et al., New J. Phys. 16, 013047 (2014), arXiv:1309.2583, abstract",
        given: "repetition_rate=625e6&efficiency=0.1&dark_count=1.6e-9&dead_time=20e-6",
        chosen: "mean_photons=0.5&qber=0.02&visibility=0.98",
        remark: "One dark count a second is 1.6e-9 a pulse. The model has two attacks only and an infinitely long key, so that a bright pulse is cheap in it.",
    },
    Run {
        name: "Cerberis3",
        kind: RunKind::DataSheet,
        model: RunModel::Cow { loss_db: 12.0 },
        published_bit_s: 1.4e3,
        source: "Data sheet of ID Quantique's Cerberis3, as printed in Haiden 2024, appendix A.1",
        given: "repetition_rate=1.25e9",
        chosen: "efficiency=0.07&mean_photons=0.5&qber=0.02&visibility=0.98",
        remark: "Efficiency and intensity are those of Haiden 2024, table 3.2. The data sheet gives no loss of Bob's components and no dead time: without them the model is no description of the device.",
    },
];
