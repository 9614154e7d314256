import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Holds files against veraPDF's rules: {@code Check FLAVOUR FILE...}; one line for each broken rule. */
public class Check {
    public static void main(String[] words) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(words[0]);
        for (int place = 1; place < words.length; place++) {
            for (Map.Entry<String, Integer> broken : broken(words[place], flavour).entrySet()) {
                System.out.printf("%s\t%s\t%d\t%s%n", words[place], words[0], broken.getValue(), broken.getKey());
            }
        }
        System.out.println("checked");
    }

    private static Map<String, Integer> broken(String file, PDFAFlavour flavour) throws Exception {
        Map<String, Integer> broken = new TreeMap<>();
        try (FileInputStream data = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(data, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber();
                    broken.merge(rule + " " + each.getMessage(), 1, Integer::sum);
                }
            }
        }
        return broken;
    }
}
