using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace EventGen.Generators.Analyzers;

/// <summary>What analyzers ask of operations.</summary>
internal static class OperationFacts
{
    /// <summary>The value without the conversions around it.</summary>
    public static IOperation Unconverted(this IOperation value)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        return value;
    }

    /// <summary>What a body that only returns a value returns; <see langword="null"/> for any other.</summary>
    public static IOperation? OnlyReturned(this IOperation body) =>
        body is IBlockOperation { Operations.Length: 1 } block && block.Operations[0] is IReturnOperation { ReturnedValue: { } value } ? value.Unconverted() : null;
}
