using System.Buffers.Binary;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace EventGen.Cli.Reading;

/// <summary>Reads the instructions of a method.</summary>
internal static class InstructionReader
{
    private static readonly Dictionary<ushort, OperandType> s_operands = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => (ushort)code.Value, static code => code.OperandType);

    /// <summary>Each instruction with its operand of four bytes, or of one; 0 for others.</summary>
    public static IEnumerable<(ILOpCode Operation, int Operand)> Read(byte[] code)
    {
        for (int at = 0; at < code.Length;)
        {
            ushort operation = code[at++];
            if (operation == 0xFE && at < code.Length) operation = (ushort)(0xFE00 | code[at++]);
            if (!s_operands.TryGetValue(operation, out var type)) yield break;
            long size = type switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4L * BinaryPrimitives.ReadUInt32LittleEndian(code.AsSpan(at))),
                _ => 4,
            };
            if (at + size > code.Length) throw new BadImageFormatException("An instruction goes beyond its method.");
            int operand = size == 4 ? BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)) : size == 1 ? code[at] : 0;
            at += (int)size;
            yield return ((ILOpCode)operation, operand);
        }
    }
}
