namespace EventGen.Generators.Models;

/// <summary>One parameter of the overloads that take a payload's parts.</summary>
/// <param name="Name">The parameter's name, escaped.</param>
/// <param name="Type">Its type, with nullability.</param>
/// <param name="Attributes">Attributes to repeat, such as <c>[CallerMemberName]</c>; mostly empty.</param>
/// <param name="Default">The default value's text; <see langword="null"/> when it has none.</param>
/// <param name="IsParams">Whether it takes any number of values.</param>
/// <param name="Comment">What it means; empty when nothing says so.</param>
internal sealed record PartModel(string Name, string Type, string Attributes, string? Default, bool IsParams, string Comment);
