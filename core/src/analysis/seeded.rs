//! Reproducible random numbers: the same seed gives the same numbers on every machine and in every version. Not
//! for cryptography.

/// SplitMix64 [Steele, Lea & Flood 2014].
///
/// ```
/// // The first number of seed 1234567, as the authors' Java gives it.
/// let mut chance = busbar_core::analysis::seeded::Seeded::new(1_234_567);
/// assert_eq!(chance.next_u64(), 6_457_827_717_110_365_317);
/// ```
#[derive(Clone, Debug)]
pub struct Seeded(u64);

impl Seeded {
    /// Creates a generator with this seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns 64 random bits.
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// Returns a number in [0, 1).
    pub const fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Returns an integer below `bound`; 0 if `bound` is 0.
    pub const fn below(&mut self, bound: usize) -> usize {
        // The high half of a 128-bit product: biased by less than bound ÷ 2⁶⁴.
        ((self.next_u64() as u128 * bound as u128) >> 64) as usize
    }
}
