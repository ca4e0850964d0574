//! Sample names: a fictitious prefecture, unregistered companies, and fictitious people. Telephone numbers begin
//! with zeros, so that none can be called.

use crate::{analysis::seeded::Seeded, domain::Person};

/// Districts of the prefecture 云川, their share of its business, and their offset to the east and north of the
/// town, degrees.
const DISTRICTS: [(&str, f64, [f64; 2]); 7] = [
    ("云川经开区", 0.26, [0.06, -0.03]),
    ("临江区", 0.20, [0.0, 0.0]),
    ("清河区", 0.16, [-0.05, 0.04]),
    ("望山县", 0.12, [0.31, 0.22]),
    ("平湖县", 0.10, [-0.28, -0.17]),
    ("青石县", 0.09, [0.12, -0.36]),
    ("柳溪县", 0.07, [-0.2, 0.33]),
];
/// Latitude and longitude of the town, in the South China Sea, where nothing can be mistaken for a real customer.
const TOWN_AT: [f64; 2] = [20.0, 115.0];
const STREETS: [&str; 10] = [
    "创业路",
    "工业大道",
    "淮海路",
    "建设东路",
    "长江路",
    "科技一路",
    "环城西路",
    "纬三路",
    "兴业街",
    "文昌路",
];
const FIRST: [&str; 20] = [
    "恒", "华", "金", "鑫", "瑞", "盛", "宏", "兴", "永", "嘉", "安", "康", "凯", "天", "中", "新",
    "远", "德", "信", "汇",
];
const SECOND: [&str; 20] = [
    "泰", "达", "丰", "源", "隆", "通", "利", "和", "润", "昌", "诚", "宇", "联", "科", "阳", "峰",
    "海", "林", "邦", "腾",
];
const SURNAMES: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗",
];
const GIVEN: [&str; 20] = [
    "建国", "秀英", "伟", "敏", "志强", "丽", "军", "静", "海涛", "晓燕", "鹏", "雪梅", "永刚",
    "婷", "立新", "文静", "浩", "桂芳", "明辉", "佳",
];
/// Numbers that begin with zeros are nobody's.
const MANAGERS: [&str; 6] = [
    "沈思远（0001）",
    "顾明月（0002）",
    "陆嘉言（0003）",
    "程晓川（0004）",
    "许知秋（0005）",
    "方亦然（0006）",
];
/// The head of the marketing department.
pub const LEADER: &str = "季长河（0007）";
const ROLES: [&str; 4] = ["动力部主任", "设备科科长", "财务经理", "总经理助理"];

/// Name of the town, as used in company names.
const TOWN: &str = "云川";

fn pick<'a>(from: &[&'a str], chance: &mut Seeded) -> &'a str {
    from[chance.below(from.len())]
}

/// Draws a district.
pub fn district(chance: &mut Seeded) -> &'static str {
    let mut left = chance.unit();
    for (name, share, _) in DISTRICTS {
        left -= share;
        if left < 0.0 {
            return name;
        }
    }
    DISTRICTS[0].0
}

/// Draws a position in a district: latitude and longitude, degrees.
pub fn position(district: &str, chance: &mut Seeded) -> (f64, f64) {
    let (_, _, [east, north]) =
        DISTRICTS.into_iter().find(|(name, ..)| *name == district).unwrap_or(DISTRICTS[0]);
    let mut about = |degrees: f64| {
        let apart = 0.12 * (chance.unit() - 0.5);
        ((degrees + apart) * 1e5).round() / 1e5
    };
    (about(TOWN_AT[0] + north), about(TOWN_AT[1] + east))
}

/// Draws a street and number.
pub fn street(chance: &mut Seeded) -> String {
    format!("{}{}号", pick(&STREETS, chance), 1 + chance.below(398))
}

/// Draws a company name for a trade. Public bodies have the name of the town and a number.
pub fn company(trade: &str, district: &str, chance: &mut Seeded) -> String {
    let place = district.trim_end_matches(['区', '县']);
    let is_public = ["学院", "中学", "医院", "保健院", "枢纽", "交通", "排灌站"]
        .iter()
        .any(|end| trade.ends_with(end));
    if is_public {
        const WHICH: [&str; 6] = ["", "第一", "第二", "第三", "城东", "城西"];
        return format!(
            "{}{}{trade}",
            if chance.below(2) == 0 { TOWN } else { place },
            pick(&WHICH, chance)
        );
    }
    let brand = format!("{}{}", pick(&FIRST, chance), pick(&SECOND, chance));
    let is_place_of_business =
        ["广场", "中心", "百货", "酒店", "宾馆"].iter().any(|end| trade.ends_with(end));
    if is_place_of_business {
        return format!("{TOWN}{brand}{trade}");
    }
    let form = match chance.below(10) {
        0 => "集团有限公司",
        1 => "股份有限公司",
        _ => "有限公司",
    };
    format!("{TOWN}{brand}{trade}{form}")
}

/// Draws the name of a person.
pub fn person(chance: &mut Seeded) -> String {
    format!("{}{}", pick(&SURNAMES, chance), pick(&GIVEN, chance))
}

/// Draws the role of a person at the customer.
pub fn role(chance: &mut Seeded) -> &'static str {
    pick(&ROLES, chance)
}

/// Draws a telephone number that cannot be called.
pub fn phone(chance: &mut Seeded) -> String {
    format!("000-0000-{:04}", chance.below(10_000))
}

/// Returns the company's people in the sample.
pub fn people() -> Vec<Person> {
    let managers = MANAGERS.iter().map(|name| (*name, "客户经理"));
    let all = managers.chain([(LEADER, "营销部主任")]).enumerate();
    let person = |(place, (name, role)): (usize, (&str, &str))| Person {
        department: "营销部".into(),
        role: role.into(),
        contact: format!("000-0000-90{place:02}"),
        is_sample: true,
        ..Person::named(name)
    };
    all.map(person).collect()
}

/// Draws an account manager.
pub fn account_manager(chance: &mut Seeded) -> &'static str {
    pick(&MANAGERS, chance)
}
