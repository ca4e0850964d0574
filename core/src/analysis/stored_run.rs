//! Stored form of a run's result. Stored runs stay readable forever: a new shape is a new version, and earlier
//! versions are kept here beside it.

use serde::Deserialize;

use super::{
    key_account::ScorePart,
    segmentation::{Clustering, Member, Segmentation},
};
use crate::domain::{
    Customer, Id,
    segment::{AbcClass, Tier},
};

/// Current version, written as the first byte.
const VERSION: u8 = 3;

/// Run of version 1, which did not store the grounds of judgements.
#[derive(Deserialize)]
struct Run1 {
    is_billed: bool,
    gini: Option<f64>,
    members: Vec<Member1>,
    clustering: Option<Clustering>,
}

#[derive(Deserialize)]
struct Member1 {
    customer: Id<Customer>,
    value: Option<f64>,
    class: Option<AbcClass>,
    is_key: bool,
    score: f64,
    tier: Option<Tier>,
    cluster: Option<u32>,
    figures: Vec<Option<f64>>,
}

impl From<Member1> for Member {
    fn from(one: Member1) -> Self {
        Self {
            customer: one.customer,
            value: one.value,
            class: one.class,
            is_key: one.is_key,
            score: one.score,
            tier: one.tier,
            cluster: one.cluster,
            figures: one.figures,
            grounds: None,
        }
    }
}

impl From<Run1> for Segmentation {
    fn from(run: Run1) -> Self {
        Self {
            is_billed: run.is_billed,
            gini: run.gini,
            members: run.members.into_iter().map(Member::from).collect(),
            clustering: run.clustering,
        }
    }
}

/// Converts version 2, which has the form of version 3, but with scores computed from the rank by value instead
/// of the amount.
fn by_rank(mut run: Segmentation) -> Segmentation {
    let grounds = run.members.iter_mut().filter_map(|member| member.grounds.as_mut());
    for points in grounds.flat_map(|grounds| &mut grounds.points) {
        if points.part == ScorePart::Value {
            points.part = ScorePart::Rank;
        }
    }
    run
}

impl Segmentation {
    /// Returns the stored form.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Numbers and names, which postcard can always write.
        postcard::to_extend(self, vec![VERSION]).unwrap_or_default()
    }

    /// Reads the stored form of this and every earlier version; `None` for later versions.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        match *version {
            1 => postcard::from_bytes::<Run1>(rest).ok().map(Self::from),
            2 => postcard::from_bytes(rest).ok().map(by_rank),
            VERSION => postcard::from_bytes(rest).ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::{
            cluster_name::Trait,
            key_account::{Gap, KeyAccountRule, ScorePart, ScorePoints},
            segmentation::{Cluster, Grounds},
            silhouette::FitOfK,
        },
        domain::segment::Feature,
    };

    /// Three customers as stored by version 1. Fixture, never edited.
    const VERSION_1: &str = "\
        0101016f30453eeb06e33f031000000000000000000000000000000001010000000000408f40010001000000\
        0000005940010101000c01000000000000084000000100000000000000000000000000000000100000000000\
        00000000000000000000020100000000000059400101000000000000004940010301000c0100000000000000\
        4000000100000000000000000000000000000000100000000000000000000000000000000301000000000000\
        24400102000000000000000000010301010c01000000000000f03f0000010000000000000000000000000000\
        000001010001000000000000004001000000000000f03f020263fb1dbd32b6ef3f0100000000000008400100\
        0000000000f03f0100000000000000f03f01352781b85073823f01000000000000f03f01000000000000f0bf\
        0100000000000000f0bf0102000000000000f03f01000000000000e03f";
    /// The same as stored by version 2. Fixture, never edited.
    const VERSION_2: &str = "\
        0201016f30453eeb06e33f031000000000000000000000000000000001010000000000408f40010001000000\
        0000005940010101000c01000000000000084000000100000000000000000000000000000000010200000000\
        000000244000000000008041400500000000002054400000000000c052400102000000000000e03f00000000\
        00001e400000000000002e401000000000000000000000000000000002010000000000005940010100000000\
        0000004940010301000c01000000000000004000000100000000000000000000000000000000010200000000\
        000000244000000000008041400500000000002054400000000000c052400102000000000000e03f00000000\
        00001e400000000000002e401000000000000000000000000000000003010000000000002440010200000000\
        0000000000010301010c01000000000000f03f00000100000000000000000000000000000000010200000000\
        000000244000000000008041400500000000002054400000000000c052400102000000000000e03f00000000\
        00001e400000000000002e4001010001000000000000004001000000000000f03f020263fb1dbd32b6ef3f01\
        000000000000084001000000000000f03f0100000000000000f03f01352781b85073823f01000000000000f0\
        3f01000000000000f0bf0100000000000000f0bf0102000000000000f03f01000000000000e03f";

    fn run(grounds: Option<Grounds>) -> Segmentation {
        let member = |(place, value, class, score, tier, cluster, energy)| {
            // Energy and growth, of the twelve figures at that time.
            let mut figures = vec![None; 12];
            (figures[0], figures[3]) = (Some(energy), Some(0.0));
            Member {
                customer: Id::new(uuid::Uuid::from_u128(place)),
                value: Some(value),
                class: Some(class),
                is_key: place == 1,
                score,
                tier: Some(tier),
                cluster: Some(cluster),
                figures,
                grounds: grounds.clone(),
            }
        };
        let cluster = |size, value_share, centre, deviation| Cluster {
            size,
            value_share,
            centre: vec![centre],
            deviations: vec![deviation],
            traits: vec![Trait { column: 0, deviation }],
        };
        Segmentation {
            is_billed: true,
            gini: Some(0.594_594_594_594_594_6),
            members: [
                (1, 1000.0, AbcClass::A, 100.0, Tier::Gold, 0, 3.0),
                (2, 100.0, AbcClass::B, 50.0, Tier::Standard, 0, 2.0),
                (3, 10.0, AbcClass::C, 0.0, Tier::Standard, 1, 1.0),
            ]
            .map(member)
            .to_vec(),
            clustering: Some(Clustering {
                columns: vec![Feature::Energy],
                mean: vec![2.0],
                sd: vec![1.0],
                clusters: vec![
                    cluster(2, 1100.0 / 1110.0, 3.0, 1.0),
                    cluster(1, 10.0 / 1110.0, 1.0, -1.0),
                ],
                fits: vec![FitOfK { k: 2, inertia: 1.0, silhouette: Some(0.5) }],
            }),
        }
    }

    fn grounds() -> Grounds {
        let gap = |(rule, has, needs)| Gap { rule, has, needs };
        Grounds {
            rules: [(KeyAccountRule::Voltage, 10.0, 35.0), (KeyAccountRule::Score, 80.5, 75.0)]
                .map(gap)
                .to_vec(),
            points: vec![ScorePoints {
                part: ScorePart::LoadFactor,
                figure: 0.5,
                points: 7.5,
                most: 15.0,
            }],
        }
    }

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect()
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn every_version_is_read() {
        assert_eq!(Segmentation::from_bytes(&bytes(VERSION_1)), Some(run(None)));
        let whole = run(Some(grounds()));
        assert_eq!(Segmentation::from_bytes(&bytes(VERSION_2)), Some(whole.clone()));
        let version_3 = format!("03{}", &VERSION_2[2..]);
        assert_eq!(Segmentation::from_bytes(&bytes(&version_3)), Some(whole));
        for unread in [&[][..], &[0], &[VERSION + 1, 0], &[VERSION]] {
            assert_eq!(Segmentation::from_bytes(unread), None);
        }
    }

    #[test]
    fn the_last_version_is_written() {
        let version_3 = format!("03{}", &VERSION_2[2..]);
        assert_eq!(hex(&run(Some(grounds())).to_bytes()), version_3);
    }

    #[test]
    fn scores_of_version_2_were_made_of_ranks() {
        let of_value = |part| Grounds {
            rules: vec![],
            points: vec![ScorePoints { part, figure: 0.75, points: 30.0, most: 40.0 }],
        };
        let mut stored = run(Some(of_value(ScorePart::Value))).to_bytes();
        let now = Segmentation::from_bytes(&stored);
        assert_eq!(now, Some(run(Some(of_value(ScorePart::Value)))));
        stored[0] = 2;
        let then = Segmentation::from_bytes(&stored);
        assert_eq!(then, Some(run(Some(of_value(ScorePart::Rank)))));
    }
}
