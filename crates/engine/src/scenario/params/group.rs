//! Groups of parameters, as the page and the help show them.

/// Groups of controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// The fibre and the band.
    Fibre,
    /// Classical traffic.
    Traffic,
    /// Bob's detectors.
    Detector,
    /// Alice's source and the processing of the key.
    Source,
    /// Error correction and security of the key.
    Security,
    /// Filtering in frequency and time.
    Filtering,
    /// Effects beyond the paper.
    Beyond,
}

impl Group {
    /// All, in the order in which they are shown.
    pub const ALL: [Group; 7] = [
        Group::Fibre,
        Group::Traffic,
        Group::Detector,
        Group::Source,
        Group::Security,
        Group::Filtering,
        Group::Beyond,
    ];

    /// Heading.
    pub const fn title(self) -> &'static str {
        match self {
            Group::Fibre => "Quantum channel",
            Group::Traffic => "Classical traffic",
            Group::Detector => "Detector",
            Group::Source => "Source",
            Group::Security => "Security",
            Group::Filtering => "Filtering",
            Group::Beyond => "Beyond the paper",
        }
    }
}
