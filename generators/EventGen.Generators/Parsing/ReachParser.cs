using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what the class of accessors and the generated usings bring in reach of the whole project.</summary>
internal static class ReachParser
{
    private static readonly WarningAttributeModel s_quiet = new(null, null);

    public static ReachModel Parse(GeneratedNames names, ParseScope scope)
    {
        var compilation = scope.Compilation;
        var unique = new UniqueNames(compilation);
        var parts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (assembly, module) in Modules(compilation, names))
        {
            var type = module.ContainingNamespace.GetTypeMembers(ProjectParser.PartsName(assembly.Name), arity: 0).FirstOrDefault();
            if (type is { IsStatic: true } && unique.Has(type)) parts.Add(type.Global());
        }

        return new ReachModel(
            Accessors(names, unique, scope).ToEquatableArray(),
            parts.ToEquatableArray(),
            names.AccessorTaken is null && AccessorAlias.WhyImpossible(compilation, names, scope.CancellationToken) is null);
    }

    /// <summary>The accessors of referenced assemblies that this project can repeat, sorted.</summary>
    public static IEnumerable<ReferencedAccessorModel> Accessors(GeneratedNames names, ParseScope scope) => Accessors(names, new UniqueNames(scope.Compilation), scope);

    // Of those modules that the project's own brings along: the events of others are on no bus. A using cannot name what is behind an extern alias.
    private static IEnumerable<(IAssemblySymbol Assembly, INamedTypeSymbol Module)> Modules(Compilation compilation, GeneratedNames names) =>
        ReferencesParser.Named(compilation)
            .Where(one => one.Name != names.GlobalModule && one.Name.StartsWith("global::", StringComparison.Ordinal))
            .Select(static one => (one.Assembly, one.Module));

    private static IEnumerable<ReferencedAccessorModel> Accessors(GeneratedNames names, UniqueNames unique, ParseScope scope) => Modules(scope.Compilation, names)
        .SelectMany(one => AccessorClass.Of(one.Assembly, one.Module) is { } type ? Accessors(type, unique, scope) : [])
        .OrderBy(static accessor => accessor.Name, StringComparer.Ordinal)
        .ThenBy(static accessor => accessor.Assembly, StringComparer.Ordinal)
        .ThenBy(static accessor => accessor.Type.FullName, StringComparer.Ordinal);

    private static IEnumerable<ReferencedAccessorModel> Accessors(AccessorClass type, UniqueNames unique, ParseScope scope)
    {
        bool isFriend = type.Assembly.GivesAccessTo(scope.Compilation.Assembly);
        string className = type.Type.FullName();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in ReferencesParser.EventsOf(type.Assembly)) ids[one.Type] = one.Id;

        bool hasWarnings = SuppressionCollector.HasWarnings(type.Assembly);
        foreach (var (accessor, target, isGroup) in type.Declared())
        {
            scope.CancellationToken.ThrowIfCancellationRequested();

            // An accessor is as accessible as what it is of.
            if (!isFriend && accessor.DeclaredAccessibility != Accessibility.Public || !unique.Has(target)) continue;
            var name = target.ToTypeName();

            // The accessor repeats what its type warns of; without any, the type's own attributes need not be read.
            bool isQuiet = !hasWarnings && accessor.GetAttributes().IsEmpty;
            yield return new ReferencedAccessorModel(
                accessor.Name, isGroup, name, ids.TryGetValue(name.FullName, out string? id) ? id : "", type.Assembly.Name, className,
                isQuiet ? s_quiet : WarningAttributes.Of(target),
                isQuiet ? SuppressionModel.None : new SuppressionCollector(scope).Use(target).ToModel());
        }
    }
}
