using System.Collections.Concurrent;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Analyzers;

/// <summary>What the project's handlers want of a container, and what the project is seen to register.</summary>
/// <remarks>Thread safe: noted from all over the project, reported once at its end.</remarks>
internal sealed class ProjectServices(Compilation compilation)
{
    private readonly ConcurrentBag<(INamedTypeSymbol Class, IParameterSymbol Service)> _singletons = [];
    private readonly ConcurrentBag<(INamedTypeSymbol Class, IMethodSymbol Handler)> _needs = [];
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _scoped = new(SymbolEqualityComparer.Default);

    // Only ever set, by whichever thread sees a provider first.
    private volatile bool _provided = !compilation.IsExecutable() || ProvidesElsewhere(compilation);

    public void NoteClass(INamedTypeSymbol type, HandlerClassModel model, ParseScope scope)
    {
        if (model.IsScoped || model.Constructor.Count == 0) return;
        foreach (var parameter in HandlerClassParser.ConstructorOf(type, scope)!.Parameters) _singletons.Add((type, parameter));
    }

    public void NoteHandler(INamedTypeSymbol type, IMethodSymbol method, HandlerModel model)
    {
        if (model.NeedsProvider) _needs.Add((type, method));
    }

    /// <summary>Looks at a call's name alone, and only at the meaning of one that may register something.</summary>
    public void NoteCall(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        switch (NameOf(call.Expression))
        {
            case "AddEventGen" or "UseServices":
                _provided = true;
                break;
            case "AddScoped" or "TryAddScoped" or "AddKeyedScoped" or "AddDbContext" or "AddDbContextPool":
                if (RegisteredBy(call, context.SemanticModel, context.CancellationToken) is { } type) _scoped.TryAdd(type, true);
                break;
        }
    }

    public void Report(CompilationAnalysisContext context)
    {
        foreach (var (type, service) in _singletons)
        {
            if (WhyScoped(service.Type) is not { } reason) continue;
            context.ReportDiagnostic(Diagnostic.Create(
                HandlerRules.CapturedScopedService, Place(service, type), type.FullName(),
                service.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), reason));
        }

        if (_provided) return;
        foreach (var (type, handler) in _needs)
            context.ReportDiagnostic(Diagnostic.Create(HandlerRules.NoServices, Place(handler, type), $"{type.FullName()}.{handler.Name}"));
    }

    private string? WhyScoped(ITypeSymbol service)
    {
        if (_scoped.ContainsKey(service.WithNullableAnnotation(NullableAnnotation.None))) return "is registered as scoped";
        return service is INamedTypeSymbol type && type.IsOrDerivesFrom(FrameworkNames.DbContext)
            ? "is a DbContext and so scoped"
            : null;
    }

    // A library that knows the hosting package may have the call that this project does not.
    private static bool ProvidesElsewhere(Compilation compilation) => compilation.SourceModule.ReferencedAssemblySymbols.Any(
        static assembly => assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static name => name.Name == RuntimeNames.HostingAssembly)));

    private static Location Place(ISymbol symbol, INamedTypeSymbol type) =>
        symbol.Locations.FirstOrDefault(static place => place.IsInSource) ?? type.Locations[0];

    private static string? NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    // AddScoped<IService, Service>() or AddScoped(typeof(IService), …).
    private static ITypeSymbol? RegisteredBy(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method) return null;
        var type = method.TypeArguments.Length > 0
            ? method.TypeArguments[0]
            : call.ArgumentList.Arguments.Select(static argument => argument.Expression).OfType<TypeOfExpressionSyntax>().FirstOrDefault() is { } typeOf
                ? model.GetTypeInfo(typeOf.Type, cancellationToken).Type
                : null;
        return type?.WithNullableAnnotation(NullableAnnotation.None);
    }
}
