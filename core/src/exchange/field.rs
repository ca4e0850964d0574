//! Importable fields, table by table: stable name, parsing, and the headings used in utilities' exports. Matching
//! of headings is in `mapping`.

use serde::{Deserialize, Serialize};

use super::unit::UnitKind;
use crate::domain::readings::Quantity;

/// Kind of import file.
///
/// To add a kind, add a variant here after the kinds it builds on, its [`Field`]s in [`FileKind::fields`] and
/// [`FileKind::required`], and its parsing in `plan`; the compiler then requires its texts on the import page and the
/// setting that remembers its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// 客户.
    Customers,
    /// 户号.
    SupplyPoints,
    /// 月度电量.
    Readings,
    /// 电费.
    Bills,
    /// 联系人.
    Contacts,
}

/// Parsing of a field's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellShape {
    /// Identifier; surrounding spaces and spreadsheet marks are removed.
    Key,
    /// Free text.
    Text,
    /// A number without unit.
    Number,
    /// A number with a unit.
    Measure(UnitKind),
    /// A month.
    Month,
    /// Year of a month, in a separate column.
    Year,
    /// A day.
    Date,
    /// 重要用户等级.
    Importance,
    /// 电源.
    SourceKind,
}

/// Staff number of the account manager. It belongs to the person, not to the customer.
pub const MANAGER_NUMBER: &str = "account_manager_number";

/// An importable field.
#[derive(Debug, PartialEq)]
pub struct Field {
    /// Stable name; for customers and supply points, the name of the record's field.
    pub name: &'static str,
    /// Parsing of its cells.
    pub shape: CellShape,
    /// Headings that denote it, in the form of `mapping::plain_heading`, the most common first: Chinese, then
    /// English.
    pub headings: &'static [&'static str],
}

const fn field(name: &'static str, shape: CellShape, headings: &'static [&'static str]) -> Field {
    Field { name, shape, headings }
}

const CUSTOMERS: &[Field] = &[
    field(
        "account_number",
        CellShape::Key,
        &[
            "客户编号",
            "用户编号",
            "客户号",
            "用户号",
            "客户代码",
            "户号",
            "总户号",
            "用电户号",
            "编号",
            "customerid",
            "customernumber",
            "customerno",
            "customercode",
            "accountnumber",
            "accountno",
            "account",
            "accountid",
            "id",
        ],
    ),
    field(
        "name",
        CellShape::Text,
        &[
            "客户名称",
            "用户名称",
            "户名",
            "用电户名",
            "单位名称",
            "企业名称",
            "公司名称",
            "名称",
            "customername",
            "accountname",
            "name",
            "company",
        ],
    ),
    field(
        "industry",
        CellShape::Text,
        &[
            "行业分类",
            "行业类别",
            "行业名称",
            "所属行业",
            "行业",
            "国民经济行业",
            "industry",
            "industryclass",
            "sector",
            "subindustry",
        ],
    ),
    field(
        "region",
        CellShape::Text,
        &[
            "供电区域",
            "供电单位",
            "供电所",
            "管理单位",
            "所属单位",
            "区域",
            "地区",
            "台区",
            "region",
            "area",
            "district",
            "branch",
        ],
    ),
    field(
        "address",
        CellShape::Text,
        &["用电地址", "客户地址", "通讯地址", "地址", "address", "siteaddress"],
    ),
    field("latitude", CellShape::Number, &["纬度", "latitude", "lat"]),
    field("longitude", CellShape::Number, &["经度", "longitude", "lon", "lng", "long"]),
    field(
        "voltage_level_kv",
        CellShape::Measure(UnitKind::Voltage),
        &["电压等级", "供电电压", "电压", "voltagelevel", "voltage", "supplyvoltage"],
    ),
    field(
        "contracted_capacity_kva",
        CellShape::Measure(UnitKind::Capacity),
        &[
            "合同容量",
            "报装容量",
            "用电容量",
            "受电容量",
            "容量",
            "contractedcapacity",
            "contractcapacity",
            "capacity",
        ],
    ),
    field(
        "importance",
        CellShape::Importance,
        &[
            "重要用户等级",
            "重要性等级",
            "重要客户等级",
            "重要等级",
            "重要性",
            "importance",
            "importancegrade",
        ],
    ),
    field(
        "source_kind",
        CellShape::SourceKind,
        &["电源", "电源类型", "供电方式", "电源数目", "sourcekind", "supplykind", "powersource"],
    ),
    field(
        "security_load_kw",
        CellShape::Measure(UnitKind::Power),
        &["保安负荷", "保安负荷容量", "securityload"],
    ),
    field(
        "backup_kw",
        CellShape::Measure(UnitKind::Power),
        &["自备应急电源", "自备电源容量", "自备应急电源容量", "应急电源", "backup", "backuppower"],
    ),
    field(
        "strategic_importance",
        CellShape::Number,
        &["战略重要性", "战略评分", "strategicimportance"],
    ),
    field(
        "account_manager",
        CellShape::Text,
        &["客户经理", "大客户经理", "责任人", "accountmanager", "manager"],
    ),
    field(
        MANAGER_NUMBER,
        CellShape::Text,
        &["客户经理工号", "客户经理编号", "经理工号", "accountmanagernumber", "managernumber"],
    ),
    field("note", CellShape::Text, &["备注", "说明", "note", "notes", "remark", "remarks"]),
];

const CUSTOMER: Field = field(
    "customer",
    CellShape::Key,
    &[
        "客户编号",
        "客户号",
        "客户代码",
        "所属客户",
        "总户号",
        "customerid",
        "customernumber",
        "customerno",
        "customer",
        "customercode",
        "customeraccount",
    ],
);

const SUPPLY_POINTS: &[Field] = &[
    CUSTOMER,
    field(
        "account_number",
        CellShape::Key,
        &[
            "户号",
            "用户编号",
            "用户号",
            "用电户号",
            "用电编号",
            "计量点编号",
            "计量点",
            "分户号",
            "supplypoint",
            "supplypointid",
            "supplypointnumber",
            "meter",
            "meterid",
            "meternumber",
            "accountnumber",
            "account",
        ],
    ),
    field("address", CellShape::Text, &["用电地址", "安装地址", "地址", "address", "siteaddress"]),
    field(
        "voltage_level_kv",
        CellShape::Measure(UnitKind::Voltage),
        &["电压等级", "供电电压", "计量点电压", "电压", "voltagelevel", "voltage"],
    ),
    field(
        "contracted_capacity_kva",
        CellShape::Measure(UnitKind::Capacity),
        &["合同容量", "报装容量", "容量", "contractedcapacity", "contractcapacity", "capacity"],
    ),
    field(
        "running_capacity_kva",
        CellShape::Measure(UnitKind::Capacity),
        &["运行容量", "实际容量", "runningcapacity", "operatingcapacity"],
    ),
    field("note", CellShape::Text, &["备注", "说明", "note", "notes", "remark", "remarks"]),
];

const SUPPLY_POINT: Field = field(
    "supply_point",
    CellShape::Key,
    &[
        "户号",
        "用户编号",
        "用户号",
        "用电户号",
        "用电编号",
        "计量点编号",
        "计量点",
        "分户号",
        "电表号",
        "表号",
        "supplypoint",
        "supplypointid",
        "supplypointnumber",
        "meter",
        "meterid",
        "meternumber",
        "accountnumber",
        "accountno",
        "account",
        "accountid",
        "id",
    ],
);

const MONTH: Field = field(
    "month",
    CellShape::Month,
    &[
        "年月",
        "月份",
        "电费年月",
        "抄表年月",
        "统计年月",
        "账期",
        "电费月份",
        "数据月份",
        "用电月份",
        "月",
        "month",
        "period",
        "yearmonth",
        "billingmonth",
        "billmonth",
        "readingmonth",
    ],
);

const YEAR: Field = field("year", CellShape::Year, &["年份", "年度", "年", "year"]);

const ENERGY: Field = field(
    "energy_kwh",
    CellShape::Measure(UnitKind::Energy),
    &[
        "电量",
        "总电量",
        "用电量",
        "售电量",
        "月用电量",
        "月电量",
        "有功电量",
        "有功总电量",
        "计费电量",
        "结算电量",
        "抄见电量",
        "总用电量",
        "kwh",
        "energy",
        "consumption",
        "usage",
        "totalenergy",
        "totalkwh",
        "activeenergy",
    ],
);
const SHARP: Field = field(
    "sharp_kwh",
    CellShape::Measure(UnitKind::Energy),
    &[
        "尖",
        "尖电量",
        "尖峰电量",
        "尖段电量",
        "尖时段电量",
        "sharp",
        "sharpkwh",
        "sharpenergy",
        "criticalpeak",
    ],
);
const PEAK: Field = field(
    "peak_kwh",
    CellShape::Measure(UnitKind::Energy),
    &[
        "峰",
        "峰电量",
        "峰段电量",
        "高峰电量",
        "峰时段电量",
        "peakkwh",
        "peakenergy",
        "onpeak",
        "onpeakenergy",
    ],
);
const FLAT: Field = field(
    "flat_kwh",
    CellShape::Measure(UnitKind::Energy),
    &[
        "平",
        "平电量",
        "平段电量",
        "平时段电量",
        "flat",
        "flatkwh",
        "flatenergy",
        "shoulder",
        "midpeak",
    ],
);
const VALLEY: Field = field(
    "valley_kwh",
    CellShape::Measure(UnitKind::Energy),
    &[
        "谷",
        "谷电量",
        "谷段电量",
        "低谷电量",
        "谷时段电量",
        "valley",
        "valleykwh",
        "valleyenergy",
        "offpeak",
    ],
);
const PEAK_DEMAND: Field = field(
    "peak_demand_kw",
    CellShape::Measure(UnitKind::Power),
    &[
        "最大需量",
        "需量",
        "最大负荷",
        "最高负荷",
        "抄见最大需量",
        "peakdemand",
        "maxdemand",
        "maximumdemand",
        "demand",
        "peakkw",
        "peakload",
        "maxload",
    ],
);
const REACTIVE: Field = field(
    "reactive_kvarh",
    CellShape::Measure(UnitKind::ReactiveEnergy),
    &["无功电量", "无功", "无功总电量", "正向无功电量", "reactive", "reactiveenergy", "kvarh"],
);

const READINGS: &[Field] = &[
    SUPPLY_POINT,
    CUSTOMER,
    YEAR,
    MONTH,
    ENERGY,
    SHARP,
    PEAK,
    FLAT,
    VALLEY,
    PEAK_DEMAND,
    REACTIVE,
];

const BILLS: &[Field] = &[
    SUPPLY_POINT,
    CUSTOMER,
    YEAR,
    MONTH,
    field(
        "billed_on",
        CellShape::Date,
        &[
            "出账日期",
            "发行日期",
            "账单日期",
            "开票日期",
            "抄表日期",
            "billdate",
            "billedon",
            "invoicedate",
            "issuedon",
        ],
    ),
    field(
        "bill_number",
        CellShape::Text,
        &[
            "账单编号",
            "账单号",
            "账单序号",
            "电费单号",
            "发票号",
            "发票号码",
            "billnumber",
            "billno",
            "billid",
            "invoicenumber",
            "invoiceno",
        ],
    ),
    field(
        "amount_cny",
        CellShape::Measure(UnitKind::Money),
        &[
            "应收电费",
            "电费",
            "应收金额",
            "电费金额",
            "总电费",
            "应收",
            "金额",
            "合计电费",
            "billamount",
            "amount",
            "amountdue",
            "totaldue",
            "bill",
            "totalamount",
            "charge",
        ],
    ),
    field(
        "due_on",
        CellShape::Date,
        &[
            "截止日",
            "截止日期",
            "缴费截止日",
            "缴费截止日期",
            "应缴日期",
            "到期日",
            "dueon",
            "duedate",
            "due",
        ],
    ),
    field(
        "paid_on",
        CellShape::Date,
        &[
            "缴费日",
            "缴费日期",
            "实收日期",
            "到账日期",
            "付款日期",
            "交费日期",
            "paidon",
            "paiddate",
            "paymentdate",
            "datepaid",
        ],
    ),
    ENERGY,
    SHARP,
    PEAK,
    FLAT,
    VALLEY,
    PEAK_DEMAND,
    REACTIVE,
];

const CONTACTS: &[Field] = &[
    field(
        "customer",
        CellShape::Key,
        &[
            "客户编号",
            "用户编号",
            "客户号",
            "用户号",
            "客户代码",
            "户号",
            "总户号",
            "用电户号",
            "所属客户",
            "customerid",
            "customernumber",
            "customerno",
            "customer",
            "customercode",
            "customeraccount",
            "accountnumber",
            "accountno",
            "account",
            "accountid",
        ],
    ),
    field(
        "name",
        CellShape::Text,
        &[
            "姓名",
            "联系人",
            "联系人姓名",
            "联系人名称",
            "contact",
            "contactname",
            "contactperson",
            "fullname",
            "person",
            "name",
        ],
    ),
    field(
        "role",
        CellShape::Text,
        &[
            "职务",
            "岗位",
            "职位",
            "角色",
            "联系人职务",
            "联系人类型",
            "联系类型",
            "role",
            "position",
            "jobtitle",
            "title",
        ],
    ),
    field(
        "phone",
        CellShape::Text,
        &[
            "电话",
            "手机",
            "手机号",
            "手机号码",
            "移动电话",
            "联系电话",
            "电话号码",
            "联系方式",
            "办公电话",
            "固定电话",
            "phone",
            "mobile",
            "mobilephone",
            "phonenumber",
            "telephone",
            "tel",
            "cell",
        ],
    ),
    field(
        "email",
        CellShape::Text,
        &["电子邮箱", "邮箱", "电子邮件", "邮件", "邮箱地址", "email", "emailaddress", "mail"],
    ),
    field("note", CellShape::Text, &["备注", "说明", "note", "notes", "remark", "remarks"]),
];

impl FileKind {
    /// All kinds, in the order in which files build on each other.
    pub const ALL: &'static [Self] =
        &[Self::Customers, Self::SupplyPoints, Self::Readings, Self::Bills, Self::Contacts];

    /// Returns the stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::SupplyPoints => "supply_points",
            Self::Readings => "readings",
            Self::Bills => "bills",
            Self::Contacts => "contacts",
        }
    }

    /// Returns the kind with this stable name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Returns the fields of this kind of file.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Customers => CUSTOMERS,
            Self::SupplyPoints => SUPPLY_POINTS,
            Self::Readings => READINGS,
            Self::Bills => BILLS,
            Self::Contacts => CONTACTS,
        }
    }

    /// Returns the field of this kind with this stable name.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// Returns the required fields; of each list, one is enough.
    pub const fn required(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Customers => &[&["account_number"]],
            Self::SupplyPoints => &[&["account_number"], &["customer"]],
            Self::Readings => &[
                &["supply_point", "customer"],
                &["month"],
                &[
                    "energy_kwh",
                    "sharp_kwh",
                    "peak_kwh",
                    "flat_kwh",
                    "valley_kwh",
                    "peak_demand_kw",
                    "reactive_kvarh",
                ],
            ],
            Self::Bills => {
                &[&["supply_point", "customer"], &["month", "billed_on"], &["amount_cny"]]
            }
            Self::Contacts => &[&["customer"], &["name"]],
        }
    }
}

impl Field {
    /// Returns the measured quantity of the field, if it is one.
    pub fn quantity(&self) -> Option<Quantity> {
        let named = |quantity: &Quantity| quantity.name() == self.name;
        Quantity::ALL.iter().copied().find(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Contact, Customer, Record, SupplyPoint};

    #[test]
    fn fields_of_records_are_fields_of_records() {
        for (kind, fields) in [
            (FileKind::Customers, Customer::FIELDS),
            (FileKind::SupplyPoints, SupplyPoint::FIELDS),
            (FileKind::Contacts, Contact::FIELDS),
        ] {
            for field in kind.fields() {
                let is_persons = field.name == MANAGER_NUMBER;
                assert!(is_persons || fields.contains(&field.name), "{}", field.name);
            }
        }
    }

    #[test]
    fn no_heading_means_two_fields_of_a_kind_but_the_account() {
        for kind in FileKind::ALL {
            let mut seen = std::collections::HashMap::new();
            for field in kind.fields() {
                for heading in field.headings {
                    if let Some(other) = seen.insert(heading, field.name) {
                        panic!("{heading} means {other} and {}", field.name);
                    }
                }
            }
        }
    }
}
