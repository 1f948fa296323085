namespace EventGen.Generators.Models;

/// <summary>The part whose value orders deliveries.</summary>
/// <param name="Member">The member's name, not escaped.</param>
/// <param name="Conversion">The cast its value needs, such as <c>(long)</c>; mostly empty.</param>
/// <param name="IsNullableValue">Whether it is a <see cref="Nullable{T}"/>, which may hold no key.</param>
internal sealed record KeyModel(string Member, string Conversion, bool IsNullableValue);
