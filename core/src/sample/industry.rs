//! Industries of a prefecture: names, sizes, and load by month of the year and hour of the day. The shapes follow
//! load surveys of Chinese prefectures (continuous processes flat, factories by shift, shops and offices in the
//! daytime and with the heat), drawn by hand; the figures belong to no real company.

/// An industry.
#[derive(Debug)]
pub struct Industry {
    /// GB/T 4754-2017 code and name.
    pub name: &'static str,
    /// Words in the names of its companies.
    pub trades: &'static [&'static str],
    /// Frequency among customers of its size.
    pub frequency: f64,
    /// Typical yearly consumption, GWh.
    pub typical_gwh: f64,
    /// Daily rhythm.
    pub rhythm: Rhythm,
    /// Share of its load that stops over the Spring Festival.
    pub festival_rest: f64,
    /// Additional load in summer, as a share.
    pub summer: f64,
    /// Additional load in winter, as a share.
    pub winter: f64,
    /// Typical power factor.
    pub power_factor: f64,
    /// Typical yearly growth, as a share.
    pub growth: f64,
    /// Consequences of an interruption.
    pub stakes: Stakes,
}

/// Daily rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Day and night.
    Continuous,
    /// Two shifts.
    TwoShifts,
    /// Daytime.
    Daytime,
    /// Shops and hotels: noon to late evening.
    Evening,
    /// Mostly at night, when prices are low.
    Night,
}

/// Consequences of an interruption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stakes {
    /// Loss of production.
    Ordinary,
    /// Danger to people or large damage: second grade.
    High,
    /// Danger to many people: first grade.
    Highest,
}

impl Rhythm {
    /// Returns the load of each hour, starting at 0:00, relative to the mean of the day.
    ///
    /// ```
    /// use busbar_core::sample::industry::Rhythm;
    /// let day: f64 = Rhythm::TwoShifts.hours().iter().sum();
    /// assert!((day - 24.0).abs() < 1e-9);
    /// ```
    pub fn hours(self) -> [f64; 24] {
        let drawn: [u8; 24] = match self {
            Self::Continuous => [
                98, 98, 98, 98, 98, 98, 99, 100, 102, 102, 102, 101, 100, 101, 102, 102, 102, 102,
                101, 100, 100, 99, 98, 98,
            ],
            Self::TwoShifts => [
                50, 45, 42, 40, 40, 44, 60, 90, 120, 130, 132, 122, 108, 124, 130, 132, 130, 124,
                116, 112, 110, 104, 82, 60,
            ],
            Self::Daytime => [
                34, 32, 30, 30, 30, 34, 48, 92, 160, 182, 184, 164, 124, 168, 184, 182, 170, 132,
                84, 62, 52, 46, 40, 36,
            ],
            Self::Evening => [
                44, 38, 34, 32, 32, 36, 50, 70, 92, 116, 132, 140, 142, 138, 134, 132, 134, 142,
                156, 164, 158, 138, 96, 62,
            ],
            Self::Night => [
                152, 158, 160, 160, 158, 150, 124, 96, 64, 60, 60, 72, 92, 74, 62, 60, 60, 62, 58,
                56, 60, 86, 132, 144,
            ],
        };
        let mean = drawn.iter().map(|hour| f64::from(*hour)).sum::<f64>() / 24.0;
        drawn.map(|hour| f64::from(hour) / mean)
    }

    /// Returns the monthly load factor: mean ÷ highest demand.
    pub const fn load_factor(self) -> f64 {
        match self {
            Self::Continuous => 0.82,
            Self::TwoShifts => 0.56,
            Self::Daytime => 0.40,
            Self::Evening => 0.48,
            Self::Night => 0.52,
        }
    }
}

macro_rules! industries {
    ($($name:literal [$($trade:literal),+] $frequency:literal $gwh:literal $rhythm:ident rest $rest:literal
        summer $summer:literal winter $winter:literal pf $pf:literal growth $growth:literal $stakes:ident;)+) => {
        /// All industries.
        pub const INDUSTRIES: &[Industry] = &[$(Industry {
            name: $name,
            trades: &[$($trade),+],
            frequency: $frequency,
            typical_gwh: $gwh,
            rhythm: Rhythm::$rhythm,
            festival_rest: $rest,
            summer: $summer,
            winter: $winter,
            power_factor: $pf,
            growth: $growth,
            stakes: Stakes::$stakes,
        },)+];
    };
}

industries! {
    "C31 黑色金属冶炼和压延加工业" ["特钢", "轧钢", "铸管"] 0.5 160.0 Continuous rest 0.12 summer 0.02 winter 0.00 pf 0.94 growth -0.01 High;
    "C32 有色金属冶炼和压延加工业" ["铝业", "铜材", "合金"] 0.6 90.0 Continuous rest 0.10 summer 0.02 winter 0.01 pf 0.95 growth 0.03 High;
    "C26 化学原料和化学制品制造业" ["化工", "化肥", "精细化工"] 1.2 45.0 Continuous rest 0.10 summer -0.02 winter 0.02 pf 0.93 growth 0.02 Highest;
    "B06 煤炭开采和洗选业" ["煤业", "矿业"] 0.4 70.0 Continuous rest 0.30 summer 0.00 winter 0.08 pf 0.91 growth -0.03 Highest;
    "C30 非金属矿物制品业" ["水泥", "玻璃", "新型建材"] 1.4 25.0 Night rest 0.75 summer -0.08 winter -0.30 pf 0.91 growth -0.04 Ordinary;
    "C22 造纸和纸制品业" ["纸业", "包装"] 0.8 12.0 Continuous rest 0.45 summer 0.02 winter 0.02 pf 0.92 growth 0.00 Ordinary;
    "C38 电气机械和器材制造业" ["电气", "新能源", "电缆"] 1.2 14.0 TwoShifts rest 0.60 summer 0.08 winter 0.04 pf 0.94 growth 0.14 Ordinary;
    "C39 计算机、通信和其他电子设备制造业" ["电子", "光电", "半导体"] 0.9 18.0 Continuous rest 0.25 summer 0.14 winter 0.02 pf 0.96 growth 0.11 High;
    "I64 互联网和相关服务" ["云计算", "数据"] 0.3 22.0 Continuous rest 0.00 summer 0.12 winter -0.02 pf 0.97 growth 0.18 High;
    "C17 纺织业" ["纺织", "印染", "针织"] 2.4 6.0 Continuous rest 0.80 summer 0.06 winter 0.00 pf 0.92 growth -0.03 Ordinary;
    "C13 农副食品加工业" ["食品", "粮油", "肉业"] 2.4 3.0 TwoShifts rest 0.35 summer 0.16 winter -0.02 pf 0.90 growth 0.04 Ordinary;
    "C33 金属制品业" ["金属制品", "精工", "铸造"] 2.6 2.2 Night rest 0.80 summer -0.02 winter 0.00 pf 0.90 growth 0.02 Ordinary;
    "C35 专用设备制造业" ["机械", "装备", "重工"] 2.4 2.0 Daytime rest 0.80 summer 0.08 winter 0.04 pf 0.91 growth 0.04 Ordinary;
    "C20 木材加工和木制品业" ["木业", "板材", "家居"] 2.2 0.9 TwoShifts rest 0.85 summer -0.02 winter -0.04 pf 0.88 growth -0.02 Ordinary;
    "D46 水的生产和供应业" ["水务", "自来水"] 0.5 4.0 Continuous rest 0.02 summer 0.10 winter -0.04 pf 0.93 growth 0.02 High;
    "G53 铁路运输业" ["铁路枢纽", "轨道交通"] 0.2 20.0 Evening rest -0.05 summer 0.10 winter 0.08 pf 0.95 growth 0.05 Highest;
    "F52 零售业" ["商业广场", "购物中心", "百货"] 2.6 1.4 Evening rest -0.06 summer 0.40 winter 0.12 pf 0.93 growth 0.02 Ordinary;
    "H61 住宿业" ["大酒店", "国际酒店", "宾馆"] 1.6 0.7 Evening rest 0.05 summer 0.34 winter 0.22 pf 0.92 growth 0.00 Ordinary;
    "P83 教育" ["职业技术学院", "实验中学", "理工学院"] 1.4 0.8 Daytime rest 0.85 summer -0.22 winter 0.10 pf 0.92 growth 0.03 Ordinary;
    "Q84 卫生" ["人民医院", "中医院", "妇幼保健院"] 0.8 3.0 Evening rest 0.05 summer 0.30 winter 0.16 pf 0.93 growth 0.05 Highest;
    "A01 农业" ["农业科技", "种业", "排灌站"] 1.6 0.3 Daytime rest 0.30 summer 0.60 winter -0.30 pf 0.86 growth 0.01 Ordinary;
}
