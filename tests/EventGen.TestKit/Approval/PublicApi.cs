using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.TestKit;

/// <summary>Writes down what an assembly offers, so that a change of it shows in review.</summary>
public static class PublicApi
{
    private const SymbolDisplayParameterOptions ParameterOptions =
        SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut
        | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis;

    private const SymbolDisplayMiscellaneousOptions MiscellaneousOptions =
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral;

    private static readonly SymbolDisplayFormat s_typeFormat = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        ParameterOptions,
        SymbolDisplayPropertyStyle.NameOnly,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword,
        miscellaneousOptions: MiscellaneousOptions);

    private static readonly SymbolDisplayFormat s_memberFormat = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        ParameterOptions,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeMemberKeyword,
        miscellaneousOptions: MiscellaneousOptions);

    /// <summary>The public and protected types and members, with nullability, constraints and default values, sorted by name.</summary>
    /// <param name="assembly">The assembly, beside which its dependencies lie.</param>
    public static string Of(Assembly assembly)
    {
        MetadataReference reference = MetadataReference.CreateFromFile(assembly.Location);
        var compilation = CSharpCompilation.Create(
            "PublicApi", references: [reference, .. TargetingPack.References, .. NeighboursOf(assembly)]);
        var symbol = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;

        var text = new StringBuilder();
        foreach (INamedTypeSymbol type in VisibleTypes(symbol.GlobalNamespace).OrderBy(static type => type.ToDisplayString(), StringComparer.Ordinal))
            Write(text, type);
        return text.ToString();
    }

    private static void Write(StringBuilder text, INamedTypeSymbol type)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append(ModifiersOf(type)).Append(type.ToDisplayString(s_typeFormat));
        string[] bases = [.. BasesOf(type).Select(static type => type.ToDisplayString(s_memberFormat))];
        if (bases.Length > 0) text.Append(" : ").AppendJoin(", ", bases);
        text.Append('\n');
        if (type.TypeKind == TypeKind.Delegate) return;

        var members = type.GetMembers()
            .Where(static member => member is not INamedTypeSymbol && IsVisible(member) && !IsImplied(member))
            .Select(static member => member.ToDisplayString(s_memberFormat));
        foreach (string member in type.TypeKind == TypeKind.Enum ? members : members.Order(StringComparer.Ordinal))
            text.Append("    ").Append(member).Append('\n');
    }

    private static IEnumerable<INamedTypeSymbol> VisibleTypes(INamespaceOrTypeSymbol container)
    {
        foreach (INamespaceOrTypeSymbol member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                if (!IsVisible(type)) continue;
                yield return type;
            }

            foreach (INamedTypeSymbol inner in VisibleTypes(member)) yield return inner;
        }
    }

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    // Accessors show with their property or event; a struct's empty constructor and a record's equality are the language's.
    private static bool IsImplied(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove } => true,
        IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.IsEmpty: true, ContainingType.IsValueType: true } => true,
        IMethodSymbol method => method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == nameof(CompilerGeneratedAttribute)),
        _ => false,
    };

    private static IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        if (type is { TypeKind: TypeKind.Enum, EnumUnderlyingType.SpecialType: not SpecialType.System_Int32 })
            yield return type.EnumUnderlyingType;
        if (type.TypeKind is TypeKind.Enum or TypeKind.Delegate) yield break;
        if (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: not SpecialType.System_Object } parent }) yield return parent;

        // One that is not public is no promise to anybody.
        var contracts = type.Interfaces.Where(static contract => contract.DeclaredAccessibility == Accessibility.Public);
        foreach (INamedTypeSymbol contract in contracts.OrderBy(static contract => contract.ToDisplayString(), StringComparer.Ordinal))
            yield return contract;
    }

    private static string ModifiersOf(INamedTypeSymbol type)
    {
        string access = type.DeclaredAccessibility == Accessibility.Public ? "public " : "protected ";
        return access + type switch
        {
            { TypeKind: not TypeKind.Class } => "",   // a struct's readonly and ref come with its keyword
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
    }

    private static ImmutableArray<MetadataReference> NeighboursOf(Assembly assembly) =>
    [
        .. from path in Directory.EnumerateFiles(Path.GetDirectoryName(assembly.Location)!, "*.dll")
           where path != assembly.Location
           where !TargetingPack.References.Any(known => Path.GetFileName(known.Display) == Path.GetFileName(path))
           orderby path
           select MetadataReference.CreateFromFile(path),
    ];
}
