using EventGen.Generators.Aggregation;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>The accessors that a project knows, and how code names them. What has to be searched for is searched for once, when it is asked for.</summary>
/// <remarks>Thread safe. Two that search at once both find the same.</remarks>
internal sealed class KnownAccessors(Compilation compilation, GeneratedNames names)
{
    private volatile IReadOnlyList<ReferencedAccessorModel>? _referenced;
    private volatile HashSet<string>? _declared;

    /// <summary>The name of the class of accessors, not escaped.</summary>
    public string ClassName { get; } = names.Accessor.TrimStart('@');

    /// <summary>The class; <see langword="null"/> when there is none, or something else has its name.</summary>
    public INamedTypeSymbol? Class { get; } = names.AccessorTaken is null ? compilation.Assembly.GetTypeByMetadataName(names.AccessorFullName) : null;

    /// <summary>Whether the symbol is the class. Where no accessor can be in it, there is none, and its name means nothing.</summary>
    public bool IsMeant(ISymbol? symbol) => Class is null ? symbol is null && names.AccessorTaken is null : SymbolEqualityComparer.Default.Equals(symbol, Class);

    /// <summary>Whether an accessor of that name is generated here, or would be if the class could have its name.</summary>
    public bool Has(string name, CancellationToken cancellationToken) => Class is not null
        ? !Class.GetMembers(name).IsEmpty
        : Declared(cancellationToken).Contains(name) || Referenced(cancellationToken).Any(accessor => accessor.Name == name);

    /// <summary>The accessors of several referenced assemblies that share the name; <see langword="null"/> when at most one has it.</summary>
    public IReadOnlyList<ReferencedAccessorModel>? Shared(string name, CancellationToken cancellationToken) =>
        ForwardIndex.Shared(Referenced(cancellationToken)).FirstOrDefault(same => same.Key == name)?.ToList();

    /// <summary>What to write instead of an accessor that <see cref="Class"/> does not have.</summary>
    public string Remedy(ReferencedAccessorModel accessor)
    {
        bool isNameOfSeveral = accessor.Class == names.AccessorFullName
            || _referenced!.Any(other => other.Class == accessor.Class && other.Assembly != accessor.Assembly);
        if (!isNameOfSeveral) return $"{accessor.Class}.{accessor.Name}";
        return $"EventBus.Current.{(accessor.IsGroup ? "Group" : "Topic")}<{accessor.Type.FullName}>()";
    }

    /// <summary>How the accessor is named where the name of the class means something else.</summary>
    public string WayTo(string name) => Class is null
        ? $"name the class of accessors otherwise with [assembly: EventGenOptions(AccessorName = \"…\")], since {names.AccessorTaken}"
        : $"write '{names.Qualified(names.Accessor)}.{name}'";

    /// <summary>Why the class has no alias that is known everywhere; <see langword="null"/> when it has one.</summary>
    public string? WhyNoAlias(CancellationToken cancellationToken) => AccessorAlias.WhyImpossible(compilation, names, cancellationToken);

    /// <summary>Whether the type is the project's class of accessors or that of a referenced assembly.</summary>
    public bool IsAccessorClass(INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, Class)
        || ReferencesParser.Modules(compilation).Any(one =>
            SymbolEqualityComparer.Default.Equals(one.Assembly, type.ContainingAssembly)
            && AccessorClass.Of(one.Assembly, one.Module) is { } accessors
            && SymbolEqualityComparer.Default.Equals(accessors.Type, type));

    private IReadOnlyList<ReferencedAccessorModel> Referenced(CancellationToken cancellationToken) =>
        _referenced ??= [.. ReachParser.Accessors(names, Scope(cancellationToken))];

    private HashSet<string> Declared(CancellationToken cancellationToken)
    {
        if (_declared is { } known) return known;
        var scope = Scope(cancellationToken);
        var found = DeclaredTypes.In(compilation.Assembly, cancellationToken)
            .Select(type => EventParser.Identify(type, scope)?.Accessor ?? GroupParser.Parse(type, scope)?.Accessor)
            .OfType<string>();
        return _declared = new HashSet<string>(found, StringComparer.Ordinal);
    }

    // Nothing is reported, and nothing is read that only code needs.
    private ParseScope Scope(CancellationToken cancellationToken) => new(compilation, static _ => { }, cancellationToken);
}
