namespace EventGen.Generators.Tests.EventContracts;

/// <summary>A text with random damage: some of it is missing, added, or from another place.</summary>
internal static class DamagedText
{
    private const string Signs = "{}[],:\"\\ x0\n";

    /// <param name="text">The text; at least 12 characters.</param>
    /// <param name="random">Decides where, and what.</param>
    public static string Of(string text, Random random)
    {
        int at = random.Next(text.Length), length = Math.Min(random.Next(12), text.Length - at);
        return random.Next(3) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Signs[random.Next(Signs.Length)].ToString()),
            _ => text.Remove(at, length).Insert(at, text.Substring(random.Next(text.Length - 12), 12)),
        };
    }
}
