using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>The class of accessors that was generated for an assembly.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Type">The class.</param>
internal sealed record AccessorClass(IAssemblySymbol Assembly, INamedTypeSymbol Type)
{
    /// <summary>The assembly's class; <see langword="null"/> when it has no events.</summary>
    /// <remarks>It stands beside the module, and only the options give it another name.</remarks>
    public static AccessorClass? Of(IAssemblySymbol assembly, INamedTypeSymbol module)
    {
        string name = Identifiers.Name(assembly.FindAttribute(KnownNames.Options)?.Named<string>("AccessorName"), "Events").TrimStart('@');
        return module.ContainingNamespace.GetTypeMembers(name, arity: 0).FirstOrDefault() is { IsStatic: true } type ? new(assembly, type) : null;
    }

    /// <summary>Whether one name stands for both.</summary>
    public bool Clashes(AccessorClass other) => Type.Name == other.Type.Name && Type.FullName() == other.Type.FullName();

    /// <summary>The payload type of the first event by accessor.</summary>
    public INamedTypeSymbol? FirstEvent() => Type.GetMembers().OfType<IPropertySymbol>()
        .OrderBy(static property => property.Name, StringComparer.Ordinal)
        .Select(static property => property.Type is INamedTypeSymbol { Name: "EventTopic", TypeArguments.Length: 1 } topic ? topic.TypeArguments[0] as INamedTypeSymbol : null)
        .FirstOrDefault(static payload => payload is not null);
}
