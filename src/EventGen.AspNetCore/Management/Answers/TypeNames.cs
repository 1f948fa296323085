namespace EventGen.AspNetCore.Management;

/// <summary>Types as a person writes them.</summary>
internal static class TypeNames
{
    /// <summary><c>List&lt;String&gt;</c>, <c>Int32?</c>.</summary>
    public static string Short(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return Short(value) + "?";
        if (type.IsArray) return Short(type.GetElementType()!) + "[]";
        if (!type.IsGenericType) return type.Name;
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Short))}>";
    }
}
