//! The words around questions and answers.

use crate::name::Locale;

/// The words around an answer.
pub(super) struct Words {
    pub(super) steps: &'static str,
    pub(super) met: &'static str,
    pub(super) assumed: &'static str,
    pub(super) because: &'static str,
    pub(super) sources: &'static str,
    pub(super) rows: &'static str,
    pub(super) changes: &'static str,
    pub(super) undetermined: &'static str,
    pub(super) possible: &'static str,
    pub(super) settled_by: &'static str,
    pub(super) unknown: &'static str,
    pub(super) prompt: &'static str,
    pub(super) not_understood: &'static str,
    pub(super) more: &'static str,
    pub(super) choose: &'static str,
    pub(super) colon: &'static str,
    pub(super) comma: &'static str,
}

pub(super) fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::Zh => &Words {
            steps: "接下来",
            met: "（已办妥）",
            assumed: "（没有给出，按通常情况）",
            because: "根据",
            sources: "依据",
            rows: "规则",
            changes: "换一个回答，结果就不同",
            undetermined: "还不能确定",
            possible: "可能的结果",
            settled_by: "弄清这些就能确定",
            unknown: "不知道",
            prompt: "（输入序号；? 不知道，b 返回上一题，q 退出）",
            not_understood: "没有这个选项",
            more: "还要再问",
            choose: "要问什么",
            colon: "：",
            comma: "、",
        },
        Locale::En => &Words {
            steps: "What to do",
            met: " (already met)",
            assumed: " (not given: the usual case)",
            because: "Because",
            sources: "Sources",
            rows: "Rules",
            changes: "Another answer would change this",
            undetermined: "Not settled yet",
            possible: "Possible outcomes",
            settled_by: "Would be settled by",
            unknown: "I don't know",
            prompt: "(a number; ? for “I don't know”, b to go back, q to quit)",
            not_understood: "there is no such choice",
            more: "more questions follow",
            choose: "What do you want to know",
            colon: ": ",
            comma: ", ",
        },
    }
}
