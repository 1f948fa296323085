namespace Shop;

public partial class Fine
{
    [Subscribe]
    public static void OnClicked(Clicked clicked) => Console.WriteLine(clicked.Count);
}
