using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>An object that owns a bus: whether its members subscribe once for that bus, so that nothing piles up while it lives.</summary>
internal static class OwnerLifetime
{
    private static readonly string[] s_testFrameworks = ["Xunit", "NUnit.Framework", "Microsoft.VisualStudio.TestTools.UnitTesting", "TUnit.Core"];

    /// <summary>Whether the owner is a member of a base class that can be disposed, and so is trusted to dispose what it has.</summary>
    public static bool IsEndedByBase(ISymbol owner, INamedTypeSymbol type) => owner is IFieldSymbol or IPropertySymbol
        && type.BaseClasses().Any(ancestor => SymbolEqualityComparer.Default.Equals(ancestor, owner.ContainingType) && IsDisposable(ancestor));

    /// <summary>Whether the member runs once for each bus: it makes the bus or the object, begins the object's life, or belongs to a test class.</summary>
    public static bool IsEntered(ISymbol member, ISymbol owner, IInvocationOperation call, INamedTypeSymbol type) =>
        member is IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor }
        || Assigns(owner, call) || Begins(member) || IsTestClass(type);

    private static bool IsDisposable(INamedTypeSymbol type) => type.AllInterfaces.Any(static one =>
        one.SpecialType == SpecialType.System_IDisposable || one is { Name: "IAsyncDisposable" or "IAsyncLifetime" });

    private static bool Assigns(ISymbol owner, IOperation call) => TopicOrigin.RootOf(call).Descendants().OfType<IAssignmentOperation>()
        .Any(assignment => assignment.Target is IMemberReferenceOperation { Member: var member } && SymbolEqualityComparer.Default.Equals(member, owner));

    // InitializeAsync of a fixture, StartAsync of a service: what calls it calls it once.
    private static bool Begins(ISymbol member) => member is IMethodSymbol method
        && (method.Name.StartsWith("Initialize", StringComparison.Ordinal) || method.Name.StartsWith("Start", StringComparison.Ordinal))
        && (method.IsOverride || method.ExplicitInterfaceImplementations.Length > 0 || Implements(method));

    private static bool Implements(IMethodSymbol method) => method.ContainingType.AllInterfaces
        .SelectMany(one => one.GetMembers(method.Name))
        .Any(declared => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(declared), method));

    private static bool IsTestClass(INamedTypeSymbol type) => type.BaseClasses().Prepend(type).Any(static level =>
        HasTestAttribute(level) || level.GetMembers().Any(static member => member is IMethodSymbol && HasTestAttribute(member)));

    // An attribute of the project's own that derives from the framework's marks a test as well.
    private static bool HasTestAttribute(ISymbol symbol) => symbol.GetAttributes().Any(static attribute =>
        attribute.AttributeClass is { } type && type.BaseClasses().Prepend(type).Any(static level => s_testFrameworks.Contains(level.ContainingNamespace?.ToDisplayString())));
}
