using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Parsing;

/// <summary>
/// What a parser works in. The generator parses silently; an analyzer passes <paramref name="report"/> and gets every
/// problem with its place.
/// </summary>
/// <remarks>Used by one thread.</remarks>
internal sealed class ParseScope(Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellationToken)
{
    // Of other assemblies' symbols.
    private Dictionary<ISymbol, bool>? _reachable;

    public Compilation Compilation { get; } = compilation;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The extern aliases that names in code begin with.</summary>
    public ExternAliases Aliases { get; } = ExternAliases.Of(compilation);

    /// <summary>Whether code is written from what is parsed; an analyzer only wants to know what is in the way.</summary>
    public bool IsForCode { get; } = report is null;

    /// <summary>The same, but nothing is reported: for what is reported elsewhere.</summary>
    public ParseScope Silent => report is null ? this : new ParseScope(Compilation, static _ => { }, CancellationToken);

    /// <summary>Whether the project's C# can compile what would be generated for the symbol; reports when not.</summary>
    public bool Supports(ISymbol symbol)
    {
        if (IsSupported(Compilation)) return true;
        string version = ((CSharpCompilation)Compilation).LanguageVersion.ToDisplayString();
        Report(GeneratorRules.LanguageVersion, symbol, symbol.FullName(), version);
        return false;
    }

    public static bool IsSupported(Compilation compilation) =>
        compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp12 };

    /// <summary>Whether the symbol is declared by the assembly being compiled.</summary>
    public bool IsOwn(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Compilation.Assembly);

    /// <summary>Whether generated code may name the symbol.</summary>
    /// <remarks>The compiler goes through all references for a symbol of another assembly, and many events have parts of the same few types.</remarks>
    public bool CanReach(ISymbol symbol)
    {
        if (IsOwn(symbol)) return IsOpen(symbol) || Compilation.IsSymbolAccessibleWithin(symbol, Compilation.Assembly);
        _reachable ??= new(SymbolEqualityComparer.Default);
        if (!_reachable.TryGetValue(symbol, out bool reachable)) _reachable.Add(symbol, reachable = Compilation.IsSymbolAccessibleWithin(symbol, Compilation.Assembly));
        return reachable;
    }

    // Open to the whole assembly, and so is all around it. What has type arguments depends on these too.
    private static bool IsOpen(ISymbol symbol)
    {
        for (var current = symbol; current is not (null or INamespaceSymbol); current = current.ContainingSymbol)
        {
            if (current is not (INamedTypeSymbol { Arity: 0 } or IMethodSymbol { Arity: 0 } or IPropertySymbol or IFieldSymbol)) return false;
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)) return false;
        }

        return true;
    }

    public void Report(DiagnosticDescriptor rule, ISymbol where, params object?[] arguments)
    {
        if (report is null) return;
        var location = where.Locations.FirstOrDefault(static location => location.IsInSource) ?? Location.None;
        report(Diagnostic.Create(rule, location, arguments));
    }

    /// <summary>Reports at an attribute, or at the symbol when the attribute has no source.</summary>
    public void Report(DiagnosticDescriptor rule, AttributeData attribute, ISymbol otherwise, params object?[] arguments)
    {
        if (report is null) return;
        if (attribute.ApplicationSyntaxReference is { } syntax)
            report(Diagnostic.Create(rule, syntax.GetSyntax(CancellationToken).GetLocation(), arguments));
        else
            Report(rule, otherwise, arguments);
    }
}
