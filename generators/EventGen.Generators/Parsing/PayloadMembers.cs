using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>The readable parts of a payload: its public properties and fields, inherited ones first.</summary>
internal static class PayloadMembers
{
    /// <summary>The parts that a descriptor lists.</summary>
    /// <param name="members">All members of the payload.</param>
    /// <param name="used">Notes the types that generated code will name.</param>
    /// <param name="scope">What to parse in.</param>
    public static EquatableArray<FieldModel> Fields(IReadOnlyList<ISymbol> members, SuppressionCollector used, ParseScope scope)
    {
        var fields = new List<FieldModel>();
        foreach (var member in members)
        {
            if (!IsPublic(member)) continue;
            var memberType = TypeOf(member);
            if (!CanBeTypeArgument(memberType)) continue;
            used.Use(memberType);
            fields.Add(new FieldModel(member.Name, memberType.TypeOf(scope.Aliases), IsRequired(member, memberType, scope.CancellationToken)));
        }

        return fields.ToEquatableArray();
    }

    /// <summary>The readable instance members, whatever their access; an override stands in the place of what it overrides.</summary>
    public static IReadOnlyList<ISymbol> All(INamedTypeSymbol type)
    {
        var members = new List<ISymbol>();
        foreach (var level in type.Lineage())
        {
            foreach (var member in level.MembersInOrder(static member => !member.IsStatic && !member.IsImplicitlyDeclared && IsReadable(member)))
            {
                int hidden = members.FindIndex(other => other.Name == member.Name);
                if (hidden >= 0) members[hidden] = member;
                else members.Add(member);
            }
        }

        return members;
    }

    public static ISymbol? Find(INamedTypeSymbol type, string name) => All(type).FirstOrDefault(member => member.Name == name);

    /// <summary>What a constructor's parameter stands for: of a record's the property, of a class's the member that is named after it. <see langword="null"/> when it can be read back from none.</summary>
    public static ISymbol? Of(INamedTypeSymbol type, IParameterSymbol parameter) =>
        Find(type, parameter.Name)
        ?? All(type).FirstOrDefault(member => string.Equals(member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));

    public static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;

    private static bool IsPublic(ISymbol member) => member.DeclaredAccessibility == Accessibility.Public
        && (member as IPropertySymbol)?.GetMethod is null or { DeclaredAccessibility: Accessibility.Public };

    private static bool IsReadable(ISymbol member) => member switch
    {
        IPropertySymbol { IsIndexer: false, GetMethod: not null, ExplicitInterfaceImplementations.IsEmpty: true } property =>
            property.Name != "EqualityContract",
        IFieldSymbol { IsConst: false, AssociatedSymbol: null } => true,
        _ => false,
    };

    // Generated code is not unsafe: it names no pointer, be it inside an array or a type argument.
    private static bool CanBeTypeArgument(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Error } or { IsRefLikeType: true } => false,
        IArrayTypeSymbol array => CanBeTypeArgument(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.All(CanBeTypeArgument),
        _ => true,
    };

    private static bool IsRequired(ISymbol member, ITypeSymbol type, CancellationToken cancellationToken)
    {
        if (type.NullableAnnotation == NullableAnnotation.Annotated || type.IsNullableValue()) return false;
        if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }) return true;
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            // A positional property is declared by its parameter.
            switch (reference.GetSyntax(cancellationToken))
            {
                case ParameterSyntax { Default: not null }:
                    return false;
                case PropertyDeclarationSyntax { Initializer: not null } property:
                    return TakesParameter(property.Initializer.Value, member);
                case VariableDeclaratorSyntax { Initializer: not null } field:
                    return TakesParameter(field.Initializer.Value, member);
            }
        }

        return true;
    }

    // "public string Name { get; } = name;" beside a primary constructor is no default: the parameter's own would be.
    private static bool TakesParameter(ExpressionSyntax initializer, ISymbol member) =>
        initializer is IdentifierNameSyntax name
        && member.ContainingType.InstanceConstructors.Any(constructor => constructor.Parameters.Any(
            parameter => parameter.Name == name.Identifier.ValueText && !parameter.HasExplicitDefaultValue));
}
