namespace EventGen.Generators.Models;

/// <summary>A class with instance handlers, and how it is made.</summary>
/// <param name="Type">The class.</param>
/// <param name="Identifier">What generated members are named after: its name, made unique in the module.</param>
/// <param name="IsScoped">Whether each delivery attempt makes its own; else one instance serves all.</param>
/// <param name="Constructor">The constructor's arguments.</param>
/// <param name="Suppressions">What code that makes it has to silence.</param>
internal sealed record HandlerClassModel(
    TypeName Type,
    string Identifier,
    bool IsScoped,
    EquatableArray<ArgumentModel> Constructor,
    SuppressionModel Suppressions)
{
    public bool NeedsProvider => Constructor.Any(static argument => argument.Kind == ArgumentKind.Required);
}
