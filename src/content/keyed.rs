//! Keys as data: what a mapping holds is declared once, as the struct that it is read into.

/// Declares structs, each with the keys of a mapping. Each field is a key of its name, or of the one in brackets after it; with a
/// default, the key may be left out, `unless` the site requires it. It is read as its type is, or by the function after `as`; the
/// documentation of the field is that of the key. `given` are fields that come from elsewhere: the name of the file, or keys that
/// it has `and` that are declared apart, as they depend on others; of those with `|` between them it has one or none. What may be
/// written in short, as `or` tells, has its `FromYaml` beside it.
///
/// ```ignore
/// keyed! {
///     /// A kind of reader.
///     pub struct Variant {
///         /// Its id.
///         pub id: Located<VariantId>,
///         /// The page that shows it.
///         pub url: Option<String> as web_address = None,
///     }
/// }
/// ```
macro_rules! keyed {
    (
        $(
            $(#[doc = $about:literal])+
            $vis:vis struct $name:ident $(<$life:lifetime>)? $(or $short:literal)? {
                $(given { $($(#[doc = $told:literal])+ $given_vis:vis $given:ident: $given_type:ty,)+ })?
                $(
                    $(#[doc = $help:literal])+
                    $field_vis:vis $field:ident $(($key:tt))?: $type:ty $(as $reader:path)? $([unless $needed:ident])? $(= $default:expr)?,
                )+
            } $(and $($($also:ty)|+),+)?
        )+
    ) => {
        $(
            $(#[doc = $about])+
            #[derive(Clone, Debug)]
            $vis struct $name $(<$life>)? {
                $($($(#[doc = $told])+ $given_vis $given: $given_type,)+)?
                $($(#[doc = $help])+ $field_vis $field: $type,)+
            }

            impl $(<$life>)? $name $(<$life>)? {
                /// Its keys, as the reference shows them.
                pub(in $crate::content) const KEYS: &'static [$crate::content::yaml::KeySpec] = &[$(
                    $crate::content::yaml::KeySpec {
                        name: keyed!(@name $field $(($key))?),
                        form: <$type as $crate::content::yaml::HasForm>::FORM,
                        required: keyed!(@required [$($needed)?] [$($default)?]),
                        help: concat!($($help),+),
                    },
                )+];

                /// Takes its keys from a mapping, which may have others. `None` if one that has to be there is not, or is not sound.
                pub(in $crate::content) fn take(
                    fields: &mut keyed!(@fields $($life)?),
                    $(given: Option<($($given_type,)+)>,)?
                    diagnostics: &mut $crate::diagnostic::Diagnostics,
                ) -> Option<Self> {
                    $(let $field = keyed!(@take fields diagnostics [$field $(($key))?] [$type] [$($reader)?] [$($needed)?] [$($default)?]);)+
                    $(let ($($given,)+) = given?;)?
                    Some(Self { $($($given,)+)? $($field: $field?,)+ })
                }
            }

            impl $(<$life>)? $crate::content::yaml::HasForm for $name $(<$life>)? {
                const FORM: $crate::content::yaml::Form = keyed!(@form [$($short)?] $crate::content::yaml::Form::Keys(&[
                    $crate::content::yaml::Alternatives(&[Self::KEYS]),
                    $($($crate::content::yaml::Alternatives(&[$(<$also>::KEYS),+]),)+)?
                ]));
            }

            keyed!(@read $name $($life)? [$($($given)+)? $($short)?]);
        )+
    };

    (@form [] $keys:expr) => { $keys };
    (@form [$short:literal] $keys:expr) => { $crate::content::yaml::Form::Or($short, &$keys) };

    // What others are given is read by whoever gives it, what has a short form by whoever knows that.
    (@read $name:ident $($life:lifetime)? [$($elsewhere:tt)+]) => {};
    (@read $name:ident $life:lifetime []) => {};
    (@read $name:ident []) => {
        impl<'n> $crate::content::yaml::FromYaml<'n> for $name {
            fn read(
                node: &'n $crate::content::yaml::Node,
                diagnostics: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                $crate::content::yaml::read_mapping(node, Self::take, diagnostics)
            }
        }
    };

    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident (..)) => { "(each language)" };
    (@name $field:ident ($key:literal)) => { $key };

    (@required [] []) => { $crate::content::yaml::Required::Always };
    (@required [] [$default:expr]) => { $crate::content::yaml::Required::Never };
    (@required [$needed:ident] [$default:expr]) => {
        $crate::content::yaml::Required::If($crate::content::Requirement::$needed)
    };

    (@fields) => { $crate::content::yaml::MappingReader<'_> };
    (@fields $life:lifetime) => { $crate::content::yaml::MappingReader<$life> };

    (@take $fields:ident $diagnostics:ident [$field:ident (..)] [$type:ty] [] [] []) => {
        $crate::content::written::statement($fields, $diagnostics)
    };
    (@take $fields:ident $diagnostics:ident [$($name:tt)+] [$type:ty] [$($reader:path)?] [] []) => {
        $fields
            .required(keyed!(@name $($name)+), $diagnostics)
            .and_then(|node| keyed!(@value node $diagnostics [$type] [$($reader)?]))
    };
    (@take $fields:ident $diagnostics:ident [$($name:tt)+] [$type:ty] [$($reader:path)?] [$($needed:ident)?] [$default:expr]) => {
        keyed!(@optional $fields $diagnostics [$($needed)?] keyed!(@name $($name)+))
            .and_then(|node| keyed!(@value node $diagnostics [$type] [$($reader)?]))
            .or_else(|| Some($default))
    };

    (@optional $fields:ident $diagnostics:ident [] $name:expr) => { $fields.optional($name) };
    (@optional $fields:ident $diagnostics:ident [$needed:ident] $name:expr) => {
        $fields.optional_unless($crate::content::Requirement::$needed, $name, $diagnostics)
    };

    (@value $node:ident $diagnostics:ident [$type:ty] []) => {
        <$type as $crate::content::yaml::FromYaml>::read($node, $diagnostics)
    };
    (@value $node:ident $diagnostics:ident [$type:ty] [$reader:path]) => {
        $reader($node, $diagnostics).map(<$type>::from)
    };
}

pub(crate) use keyed;
