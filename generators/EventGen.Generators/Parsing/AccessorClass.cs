using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The class of accessors that was generated for an assembly.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Type">The class.</param>
internal sealed record AccessorClass(IAssemblySymbol Assembly, INamedTypeSymbol Type)
{
    /// <summary>The assembly's class; <see langword="null"/> when it has none.</summary>
    /// <remarks>It stands beside the module, and only the options give it another name.</remarks>
    public static AccessorClass? Of(IAssemblySymbol assembly, INamedTypeSymbol module)
    {
        string name = Identifiers.Name(assembly.FindAttribute(RuntimeNames.OptionsAttribute)?.Named<string>("AccessorName"), "Events").TrimStart('@');
        return module.ContainingNamespace.GetTypeMembers(name, arity: 0).FirstOrDefault() is { IsStatic: true } type ? new(assembly, type) : null;
    }

    /// <summary>Whether one name stands for both.</summary>
    public bool Clashes(AccessorClass other) => Type.Name == other.Type.Name && Type.FullName() == other.Type.FullName();

    /// <summary>The accessors of what the assembly itself declares, each with the event's payload type or the group's interface.</summary>
    /// <remarks>Those of other assemblies, which the class repeats for the assembly's own code, are left out.</remarks>
    public IEnumerable<(IPropertySymbol Accessor, INamedTypeSymbol Target, bool IsGroup)> Declared()
    {
        foreach (var member in Type.GetMembers())
        {
            if (member is IPropertySymbol { IsStatic: true, Type: INamedTypeSymbol { TypeArguments.Length: 1 } topic } accessor
                && (topic.Is(RuntimeNames.Topic, arity: 1) || topic.Is(RuntimeNames.Group, arity: 1))
                && topic.TypeArguments[0] is INamedTypeSymbol target
                && SymbolEqualityComparer.Default.Equals(target.ContainingAssembly, Assembly))
            {
                yield return (accessor, target, topic.Is(RuntimeNames.Group, arity: 1));
            }
        }
    }
}
