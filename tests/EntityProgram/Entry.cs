namespace EntityProgram;

/// <summary>A number, as the program was told it.</summary>
public sealed class Entry
{
    public int Id { get; set; }

    public int Checked { get; set; }
}
