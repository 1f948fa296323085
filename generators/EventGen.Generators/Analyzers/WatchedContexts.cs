using System.Collections.Concurrent;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>The contexts of Entity Framework Core that a program has its bus watch, and the entity types that it is seen to give them.</summary>
/// <remarks>
/// Thread safe: noted from all over the project, asked once at its end. What may put an entity into a model is taken for all contexts, so that what is not
/// found is in none.
/// </remarks>
internal sealed class WatchedContexts
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _contexts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _named = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _reported = new(SymbolEqualityComparer.Default);

    // Only ever set: the program does something that cannot be followed.
    private volatile bool _isUnknown;

    /// <summary>Whether the program watches contexts, and all that it does with them can be followed.</summary>
    public bool AreKnown => !_isUnknown && !_contexts.IsEmpty;

    /// <summary>The names of the contexts, in order.</summary>
    public IEnumerable<string> Names => _contexts.Keys.Select(static context => context.Name).OrderBy(static name => name, StringComparer.Ordinal);

    public void Note(IInvocationOperation call, ISymbol member)
    {
        var method = call.TargetMethod;
        if (method.Name == "AddEntityFramework" && method.TypeArguments.Length == 1 && Takes(call, RuntimeNames.BusBuilder)) Watch(method.TypeArguments[0]);
        else if (method.Name == "UseEventGen" && Takes(call, RuntimeNames.Bus)) Watch(ContextOf(call, member));
        else if (method.Name == "ChangedAsync") NoteReported(call);
        else if (IsOfEntityFramework(method)) NoteModel(call);
    }

    /// <summary>A type that configures an entity, as <c>ApplyConfigurationsFromAssembly</c> finds it.</summary>
    public void NoteConfiguration(INamedTypeSymbol type)
    {
        foreach (var contract in type.AllInterfaces)
        {
            if (contract.Is(FrameworkNames.EntityTypeConfiguration, arity: 1)) _named.TryAdd(contract.TypeArguments[0], true);
        }
    }

    /// <summary>Whether the entity would have been found: what a context of another assembly adds by code to its model is not seen, but it cannot name a type of this project.</summary>
    public bool Sees(INamedTypeSymbol entity) =>
        !_reported.Keys.Any(type => type.IsOrDerivesFrom(entity) || entity.IsOrDerivesFrom(type))
        && (entity.DeclaringSyntaxReferences.Length > 0 || _contexts.Keys.All(static context => context.DeclaringSyntaxReferences.Length > 0));

    /// <summary>The entity types, with all that they lead to.</summary>
    public IReadOnlyCollection<INamedTypeSymbol> EntityTypes()
    {
        var found = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var context in _contexts.Keys) FollowMembers(context, found);
        foreach (var named in _named.Keys) Follow(named, found);
        return found;
    }

    private static void Follow(ITypeSymbol type, HashSet<INamedTypeSymbol> found)
    {
        if (type is IArrayTypeSymbol array) Follow(array.ElementType, found);
        if (type is not INamedTypeSymbol named) return;
        foreach (var argument in named.TypeArguments) Follow(argument, found);
        if (named is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } && !IsOfFramework(named) && found.Add(named)) FollowMembers(named, found);
    }

    // The sets of a context, the navigations of an entity.
    private static void FollowMembers(INamedTypeSymbol type, HashSet<INamedTypeSymbol> found)
    {
        foreach (var member in type.BaseClasses().Prepend(type).Where(static level => !IsOfFramework(level)).SelectMany(static level => level.GetMembers()))
        {
            if (member is IPropertySymbol property) Follow(property.Type, found);
            else if (member is IFieldSymbol field) Follow(field.Type, found);
        }
    }

    private void Watch(ITypeSymbol? context)
    {
        if (context is INamedTypeSymbol named) _contexts.TryAdd(named, true);
        else _isUnknown = true;
    }

    // The options say which context, or the context that configures itself, or AddDbContext around it.
    private static ITypeSymbol? ContextOf(IInvocationOperation call, ISymbol member)
    {
        if (call.Arguments[0].Value.Type is INamedTypeSymbol options && options.Is(FrameworkNames.DbContextOptionsBuilder, arity: 1)) return options.TypeArguments[0];
        for (var current = call.Parent; current is not null; current = current.Parent)
        {
            if (current is IInvocationOperation { TargetMethod: { TypeArguments.Length: 1 } around } && AddsContext(around)) return around.TypeArguments[0];
        }

        return member.ContainingType is { } type && type.IsOrDerivesFrom(FrameworkNames.DbContext) ? type : null;
    }

    private void NoteReported(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.Type is not INamedTypeSymbol change || !change.Is(RuntimeNames.EntityChange, arity: 1)) continue;
            if (change.TypeArguments[0] is INamedTypeSymbol entity) _reported.TryAdd(entity, true);
            else _isUnknown = true;
        }
    }

    private void NoteModel(IInvocationOperation call)
    {
        foreach (var type in call.TargetMethod.TypeArguments) _named.TryAdd(type, true);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type.Is(FrameworkNames.Type) != true) continue;
            if (argument.Value is ITypeOfOperation typeOf) _named.TryAdd(typeOf.TypeOperand, true);
            else _isUnknown = true;
        }
    }

    private static bool Takes(IInvocationOperation call, string type) => call.TargetMethod.Parameters.Any(parameter => parameter.Type.Is(type))
        || call.TargetMethod.ReducedFrom?.Parameters.Any(parameter => parameter.Type.Is(type)) == true;

    private static bool IsOfEntityFramework(IMethodSymbol method) => method.ContainingNamespace?.FullName() is { } name && name.StartsWith(FrameworkNames.EntityFramework, StringComparison.Ordinal);

    private static bool AddsContext(IMethodSymbol method) =>
        method.Name is "AddDbContext" or "AddDbContextPool" or "AddDbContextFactory" or "AddPooledDbContextFactory" or "ConfigureDbContext";

    private static bool IsOfFramework(INamedTypeSymbol type) =>
        type.ContainingNamespace?.FullName() is { } name && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal));
}
