namespace EventGen.Generators.Models;

/// <summary>What the whole project has in reach through its class of accessors and the generated usings.</summary>
/// <param name="Accessors">The accessors of referenced assemblies, sorted by name and assembly.</param>
/// <param name="Parts">The classes of referenced assemblies with the overloads that take parts, as code names them, sorted.</param>
/// <param name="HasAlias">Whether the class of accessors gets a global alias.</param>
internal sealed record ReachModel(EquatableArray<ReferencedAccessorModel> Accessors, EquatableArray<string> Parts, bool HasAlias)
{
    public static ReachModel None { get; } = new(default, default, false);
}
