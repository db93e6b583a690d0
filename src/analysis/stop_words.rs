//! Words that stand in every question, and say nothing of what it is about.

/// Whether a word, as it is compared, stands in every question: such words are looked for, and count for little.
pub fn is_stop_word(word: &str) -> bool {
    const CHINESE: &str = "的 了 吗 呢 吧 啊 么 嘛 呀 哦 是 在 我 你 他 她 它 们 要 不 有 和 与 就 都 也 还 能 会 可以 可 怎么 怎样 怎么样 什么 啥 为什么 为啥 咋 如何 这 那 这个 那个 这样 那样 这些 那些 一个 个 得 地 着 过 把 被 给 让 用 到 去 来 上 下 里 再 才 又 很 哪 哪里 哪个 哪些 多少 几 行 没 没有 不是 是不是 能不能 可不可以 要不要 有没有 行不行 必须 需要 应该 或 或者 及 以及 等 其 之 于 对 从 由 跟 同 以 所 而 但 但是 如果 那边 这边 你们 我们 他们 自己 一下 时候 之后 以后 请问 想 老是 结果 然后 已经 只 最 更 太 因为 所以";
    const ENGLISH: &str = "a an the is are was were am be been being do doe does did done i me my we us our you your he she it its they them their of to in on at for from with by and or but not no if when while what which who whom whose how why where can could should must may might will would shall there here this that these those have has had having get got need still any some as about after before up down out off into than then so just also only too very please tell want";
    CHINESE.split(' ').chain(ENGLISH.split(' ')).any(|stop| stop == word)
}

/// Whether a text, as it is compared, holds a letter or digit beside words that stand in every question.
#[cfg(not(target_arch = "wasm32"))]
pub fn says_something(text: &str) -> bool {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.into_iter().any(|word| !is_made_of_stop_words(word))
}

/// Whether a word is one or several of them: Chinese has no spaces between words.
#[cfg(not(target_arch = "wasm32"))]
fn is_made_of_stop_words(word: &str) -> bool {
    /// No Chinese one has more characters.
    const LONGEST: usize = 4;
    // Letters are words as a whole only.
    if is_stop_word(word) {
        return true;
    }
    let mut reached = vec![false; word.len() + 1];
    reached[0] = true;
    for (start, _) in word.char_indices() {
        if !reached[start] {
            continue;
        }
        let ends = word[start..].char_indices().map(|(at, character)| start + at + character.len_utf8());
        for end in ends.take(LONGEST) {
            let part = &word[start..end];
            reached[end] = reached[end] || (!part.is_ascii() && is_stop_word(part));
        }
    }
    reached[word.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_alone_say_nothing() {
        for (text, says) in [
            ("", false),
            ("？ -", false),
            ("the", false),
            ("how is it", false),
            ("isthe", true),
            ("怎么", false),
            ("我们要不要", false),
            ("怎么办", true),
            ("要 备案", true),
            ("e-1024", true),
            ("可不可以要不要", false),
            (&"的".repeat(100_000), false),
            (&("的".repeat(100_000) + "税"), true),
            (&"税".repeat(100_000), true),
        ] {
            assert_eq!(says_something(text), says, "{text}");
        }
    }
}
