//! 一次性告知: the documents a connection needs, by supply configuration and by the stage at which they are examined,
//! so that the customer is told everything at once. Received documents are kept in the request.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ConnectionKind, Stage};
use crate::domain::{date::stored, record::choice};

choice! {
    /// A document supplied by the customer.
    pub enum Document {
        /// 用电申请表
        Application = "application",
        /// 用电人有效身份证明
        Identity = "identity",
        /// 授权委托书及经办人身份证明
        PowerOfAttorney = "power_of_attorney",
        /// 用电地址物权证明
        Premises = "premises",
        /// 项目批准（核准、备案）文件
        ProjectApproval = "project_approval",
        /// 用电设备清单
        LoadList = "load_list",
        /// 保安负荷及允许中断供电时间
        SecurityLoad = "security_load",
        /// 设计单位资质证明
        DesignerLicence = "designer_licence",
        /// 受电工程设计文件及说明书
        DesignFiles = "design_files",
        /// 一、二次接线图与平面布置图
        WiringDiagrams = "wiring_diagrams",
        /// 影响电能质量的用电设备清单
        PowerQuality = "power_quality",
        /// 自备电源及接线方式
        OwnSource = "own_source",
        /// 施工单位承装（修、试）电力设施许可证
        ContractorLicence = "contractor_licence",
        /// 隐蔽工程施工及试验记录
        HiddenWorks = "hidden_works",
        /// 竣工报告及竣工图
        CompletionReport = "completion_report",
        /// 电气试验及保护整定调试记录
        TestReports = "test_reports",
        /// 安全用具试验报告
        SafetyTools = "safety_tools",
        /// 运行管理制度
        OperatingRules = "operating_rules",
        /// 值班人员名单及资格
        Operators = "operators",
        /// 供用电合同
        SupplyContract = "supply_contract",
        /// 调度协议
        DispatchAgreement = "dispatch_agreement",
    }
}

/// Requirement of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// Always required.
    Always,
    /// Required only if it applies: an agent, a project subject to approval, own generation.
    WhereItApplies,
}

/// Requirement for low voltage, high voltage single source, and high voltage dual source.
type Needs = [Option<Needed>; 3];

const ALL: Needs = [Some(Needed::Always); 3];
const HIGH: Needs = [None, Some(Needed::Always), Some(Needed::Always)];
const SOME: Needs = [Some(Needed::WhereItApplies); 3];
const SOME_HIGH: Needs = [None, Some(Needed::WhereItApplies), Some(Needed::WhereItApplies)];
const DUAL: Needs = [None, Some(Needed::WhereItApplies), Some(Needed::Always)];

/// The documents, in order of notification [供电营业规则 (1996) 第三十九条 for the design, 第四十三条 for the completion; others
/// from State Grid's lists for 业扩报装].
const DOCUMENTS: [(Document, Stage, Needs); 21] = [
    (Document::Application, Stage::SupplyPlan, ALL),
    (Document::Identity, Stage::SupplyPlan, ALL),
    (Document::PowerOfAttorney, Stage::SupplyPlan, SOME),
    (Document::Premises, Stage::SupplyPlan, ALL),
    (Document::ProjectApproval, Stage::SupplyPlan, SOME_HIGH),
    (Document::LoadList, Stage::SupplyPlan, HIGH),
    (Document::SecurityLoad, Stage::SupplyPlan, DUAL),
    (Document::DesignerLicence, Stage::DesignReview, HIGH),
    (Document::DesignFiles, Stage::DesignReview, HIGH),
    (Document::WiringDiagrams, Stage::DesignReview, HIGH),
    (Document::PowerQuality, Stage::DesignReview, SOME_HIGH),
    (Document::OwnSource, Stage::DesignReview, DUAL),
    (Document::ContractorLicence, Stage::MidCheck, HIGH),
    (Document::HiddenWorks, Stage::MidCheck, HIGH),
    (Document::CompletionReport, Stage::FinalCheck, HIGH),
    (Document::TestReports, Stage::FinalCheck, HIGH),
    (Document::SafetyTools, Stage::FinalCheck, HIGH),
    (Document::OperatingRules, Stage::FinalCheck, HIGH),
    (Document::Operators, Stage::FinalCheck, HIGH),
    (Document::SupplyContract, Stage::Connection, ALL),
    (Document::DispatchAgreement, Stage::Connection, DUAL),
];

/// Returns the documents a connection of this kind needs at a stage.
///
/// ```
/// use busbar_core::domain::request::{ConnectionKind, Document, Needed, Stage, documents};
/// let plan = documents(ConnectionKind::LowVoltage, Stage::Connection);
/// assert_eq!(plan.collect::<Vec<_>>(), [(Document::SupplyContract, Needed::Always)]);
/// ```
pub fn documents(
    kind: ConnectionKind,
    stage: Stage,
) -> impl Iterator<Item = (Document, Needed)> + Clone {
    let of_kind = move |needs: &Needs| match kind {
        ConnectionKind::LowVoltage => needs[0],
        ConnectionKind::HighVoltageSingle => needs[1],
        ConnectionKind::HighVoltageDual => needs[2],
    };
    DOCUMENTS
        .iter()
        .filter(move |(_, at, _)| *at == stage)
        .filter_map(move |(document, _, needs)| Some((*document, of_kind(needs)?)))
}

/// A received document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentReceived {
    /// The document.
    pub document: Document,
    /// Date of receipt.
    #[serde(with = "stored")]
    pub on: Date,
}

/// Received documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Checklist(Vec<DocumentReceived>);

impl Checklist {
    /// Returns the date of receipt; `None` if the document is missing.
    pub fn received(&self, document: Document) -> Option<Date> {
        let found = self.0.iter().find(|one| one.document == document);
        found.map(|one| one.on)
    }

    /// Returns `true` if no document has been received.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Records the receipt of a document on a day; `None` marks it as missing again.
    pub fn set(&mut self, document: Document, on: Option<Date>) {
        self.0.retain(|one| one.document != document);
        self.0.extend(on.map(|on| DocumentReceived { document, on }));
    }

    /// Returns the number of always-required documents up to and including this stage that are missing.
    pub fn missing(&self, kind: ConnectionKind, to: Stage) -> usize {
        let stages = kind.stages().iter().filter(|stage| **stage <= to);
        let needed = stages.flat_map(|stage| documents(kind, *stage));
        needed
            .filter(|(document, needed)| {
                *needed == Needed::Always && self.received(*document).is_none()
            })
            .count()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_paper_is_asked_for_once_and_in_a_stage_there_is() {
        for document in Document::ALL {
            let asked = DOCUMENTS.iter().filter(|(one, ..)| one == document);
            assert_eq!(asked.count(), 1, "{document:?}");
        }
        for kind in ConnectionKind::ALL.iter().copied() {
            let in_stages: usize =
                kind.stages().iter().map(|stage| documents(kind, *stage).count()).sum();
            let in_any: usize =
                Stage::ALL.iter().map(|stage| documents(kind, *stage).count()).sum();
            assert_eq!(in_stages, in_any, "{kind:?}");
        }
    }

    #[test]
    fn what_each_kind_brings() {
        use ConnectionKind::{HighVoltageDual, HighVoltageSingle, LowVoltage};
        let counts = |kind: ConnectionKind| {
            Stage::ALL
                .iter()
                .map(|stage| {
                    let asked = documents(kind, *stage);
                    let always = asked.clone().filter(|(_, needed)| *needed == Needed::Always);
                    (always.count(), asked.count())
                })
                .collect::<Vec<_>>()
        };
        let cases = [
            (LowVoltage, [(3, 4), (0, 0), (0, 0), (0, 0), (1, 1)]),
            (HighVoltageSingle, [(4, 7), (3, 5), (2, 2), (5, 5), (1, 2)]),
            (HighVoltageDual, [(5, 7), (4, 5), (2, 2), (5, 5), (2, 2)]),
        ];
        for (kind, expected) in cases {
            assert_eq!(counts(kind), expected, "{kind:?}");
        }
    }

    #[test]
    fn what_is_missing_is_counted() {
        let kind = ConnectionKind::HighVoltageSingle;
        let mut checklist = Checklist::default();
        assert_eq!(checklist.missing(kind, Stage::SupplyPlan), 4);
        checklist.set(Document::Identity, Some(date(2026, 7, 1)));
        checklist.set(Document::Identity, Some(date(2026, 7, 2)));
        // Not every customer has an agent.
        checklist.set(Document::PowerOfAttorney, Some(date(2026, 7, 2)));
        assert_eq!(checklist.missing(kind, Stage::SupplyPlan), 3);
        assert_eq!(checklist.missing(kind, Stage::DesignReview), 6);
        assert_eq!(checklist.received(Document::Identity), Some(date(2026, 7, 2)));
        let json = serde_json::to_string(&checklist).unwrap();
        assert_eq!(
            json,
            r#"[{"document":"identity","on":"2026-07-02"},{"document":"power_of_attorney","on":"2026-07-02"}]"#
        );
        assert_eq!(serde_json::from_str::<Checklist>(&json).unwrap(), checklist);
        checklist.set(Document::Identity, None);
        assert_eq!(checklist.received(Document::Identity), None);
    }
}
