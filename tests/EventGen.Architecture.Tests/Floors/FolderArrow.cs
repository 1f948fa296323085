namespace EventGen.Architecture.Tests.Floors;

/// <summary>Code in one folder uses a type that another folder declares.</summary>
/// <param name="From">The folder that uses the type; <c>.</c> for the project's root.</param>
/// <param name="To">The folder that declares it.</param>
/// <param name="Uses">Which files use which types, <c>Worker.cs uses EventBusLog</c>, sorted.</param>
internal sealed record FolderArrow(string From, string To, IReadOnlyList<string> Uses)
{
    public override string ToString() => $"{From} -> {To}";
}
