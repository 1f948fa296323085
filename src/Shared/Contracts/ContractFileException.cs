namespace EventGen.EventContracts;

/// <summary>A contract file cannot be read.</summary>
/// <param name="line">Where, from 0.</param>
/// <param name="fact">What is wrong, behind "the file".</param>
/// <param name="remedy">What to do; by default, to write the file anew from what was committed.</param>
internal sealed class ContractFileException(int line, string fact, string? remedy = null) : Exception(fact)
{
    public int Line { get; } = line;

    public string Fact { get; } = fact;

    public string Remedy { get; } = remedy ?? "correct this line, or take the file as it was committed last";
}
