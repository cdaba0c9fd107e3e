// SPDX-License-Identifier: Apache-2.0

//! Macros for types that go over the wire. What they derive must be in scope where they are used.

/// Derives what every type needs that goes over the wire. Further derives stand before an item.
#[macro_export]
macro_rules! wire_types {
	($($(#[$attribute:meta])* $visibility:vis $kind:ident $name:ident $(<$parameter:ident>)? { $($body:tt)* })+) => {
		$(
			$(#[$attribute])*
			#[derive(
				Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, PartialEq, Eq,
			)]
			$visibility $kind $name $(<$parameter>)? { $($body)* }
		)+
	};
}

/// Numbers that name things, and other numbers that are told apart by their type.
#[macro_export]
macro_rules! numbers {
	($($(#[$attribute:meta])* $name:ident($(#[$field:meta])* $inner:ty))+) => {
		$(
			$(#[$attribute])*
			#[derive(
				Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default,
				PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
			)]
			pub struct $name($(#[$field])* pub $inner);
		)+
	};
}
