namespace EventGen.Generators.Models;

/// <summary>One argument of a handler or of a handler's constructor.</summary>
/// <param name="Kind">Where its value comes from.</param>
/// <param name="Type">The service's type; empty when it is none.</param>
/// <param name="Key">The text of the service's key; <see langword="null"/> when it has none.</param>
/// <param name="Otherwise">
/// What follows an optional service's expression, such as <c> ?? "default"</c>; for a constant its text.
/// </param>
internal sealed record ArgumentModel(ArgumentKind Kind, string Type = "", string? Key = null, string Otherwise = "")
{
    public bool IsService => Kind is ArgumentKind.Required or ArgumentKind.Optional;
}
