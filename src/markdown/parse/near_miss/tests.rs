use super::*;

fn slips(text: &str, begins_block: bool) -> Vec<(String, String)> {
    let run = TextRun::new(text.into(), 0..text.len(), text);
    let found = near_misses(&run, InlineContext::Paragraph, true, begins_block);
    found.into_iter().map(|miss| (text[miss.part].to_owned(), miss.hint)).collect()
}

#[test]
fn slips_are_told_with_what_to_write() {
    for (text, slip, instead) in [
        ("见[标题]（article:x）。", "[标题]（article:x）", "[标题](article:x)"),
        ("见[标题]（article：x）。", "[标题]（article：x）", "[标题](article:x)"),
        ("见[标题] (rule:x/y)。", "[标题] (rule:x/y)", "[标题](rule:x/y)"),
        ("见【标题】(https://e.com)。", "【标题】(https://e.com)", "[标题](https://e.com)"),
        ("见「標題」（term:x）。", "「標題」（term:x）", "[標題](term:x)"),
        ("见[表](https://e.com/a b)。", "[表](https://e.com/a b)", "[表](https://e.com/a%20b)"),
        ("见[表](https://e. com/a)。", "[表](https://e. com/a)", "[表](https://e.com/a)"),
        ("见[表](https: //e.com/a)。", "[表](https: //e.com/a)", "[表](https://e.com/a)"),
        ("见[信](mailto: a@b.cn)。", "[信](mailto: a@b.cn)", "[信](mailto:a@b.cn)"),
        ("见[表](article:Order book#How to)。", "[表](article:Order book#How to)", "[表](article:order-book#how-to)"),
        ("见[表](我的 文件.pdf)。", "[表](我的 文件.pdf)", "[表](<我的 文件.pdf>)"),
        ("！［图］（图.png）", "［图］（图.png）", "![图](图.png)"),
        ("见[说明][guide]。", "[说明][guide]", "[说明](…)"),
        ("甲＊＊乙＊＊丙", "＊＊乙＊＊", "**乙**"),
        ("按｀ls -l｀键", "｀ls -l｀", "`ls -l`"),
        ("说明【^1】", "【^1", "[^1]"),
        ("金额 {r.x.y}} 元", "{r.x.y}}", "{{r.x.y}}"),
        ("金额 ｛｛r.x.y｝｝ 元", "｛｛r.x.y｝｝", "{{table.row.column}}"),
        ("##小标题", "##", "## 小标题"),
        ("＃小标题", "＃", "# 小标题"),
        ("＃＃ 小标题", "＃＃", "## 小标题"),
        ("#\u{3000}小标题", "#", "# 小标题"),
        ("＞ 引用", "＞", "> …"),
        ("｜甲｜乙｜", "｜", "| … | … |"),
        ("：:: tip", "：::", "::: tip"),
        ("···bash", "···", "```"),
        ("[！NOTE]", "[！NOTE]", "> [!NOTE]"),
        ("【!warning】", "【!warning】", "> [!WARNING]"),
        ("[!提示]", "[!提示]", "[!CAUTION]"),
    ] {
        let found = slips(text, true);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].0, slip);
        assert!(found[0].1.contains(instead), "{text}: {found:?}");
    }
    for (text, instead) in [("2、第二项", "2. 第二项"), ("3．第三项", "3. 第三项"), ("4.第四项", "4. 第四项")]
    {
        let found = slips(text, false);
        assert!(found.len() == 1 && found[0].1.contains(instead), "{text}: {found:?}");
    }
}

#[test]
fn prose_is_no_slip() {
    for text in [
        "[注]（见下文）与【重要】（必读）以及「引」（出处）。",
        "【重要】(请先阅读)，[1]（2020 年），数组 a[0] (第一个)。",
        "尾号 138＊＊＊＊1234，张＊＊。",
        "#话题# 与 #12，C# 与 F#",
        "标题｜副标题，甲·乙···丙",
        "1、2、3 号楼",
        "1、自成一段的一项",
        "1.5 倍，2.0 版",
        "二维数组 a[i][0] 与 [A-Z][a-z]，[1][2]",
        "模板 {x} 与 {{ 双括号",
        "比例是 1：2，时间 12：30：00",
        "！注意，【新】",
        "集合 {a, b}}",
        "f(x) 与 [a, b) 和 (c, d]",
    ] {
        assert_eq!(slips(text, true), [], "{text}");
    }
    assert_eq!(slips("2、3 号楼", false), []);
}

#[test]
fn what_a_backslash_stands_before_is_meant() {
    let text = "\\[标题](article:x y)";
    let run = TextRun::new("[标题](article:x y)".into(), 1..text.len(), text);
    assert_eq!(near_misses(&run, InlineContext::Paragraph, true, true), []);
}
