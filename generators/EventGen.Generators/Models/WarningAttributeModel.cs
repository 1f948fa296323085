namespace EventGen.Generators.Models;

/// <summary>The attributes with which a declaration warns its users, as text to repeat on what stands for it.</summary>
/// <param name="Obsolete">Such as <c>[global::System.Obsolete("Use X")]</c>; <see langword="null"/> when there is none.</param>
/// <param name="Experimental">Such as <c>[…Experimental("SHOP001")]</c>; <see langword="null"/> when there is none.</param>
internal sealed record WarningAttributeModel(string? Obsolete, string? Experimental);
